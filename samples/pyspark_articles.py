"""Pages in, articles out, with Spark: ``python pyspark_articles.py PAGES ARTICLES``.

PAGES is a folder or a bucket; ARTICLES becomes a folder of JSON Lines.  Under
``spark-submit`` the same file runs on a cluster.
"""

import argparse
import json
import os
import sys

from bulletin_split import Error, split


def main(pages, articles):
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.appName("articles").getOrCreate()
    root = pages if "://" in pages else os.path.abspath(pages)

    def lines(files):
        for file in files:
            name = file.path.partition(root.rstrip("/") + "/")[2]
            for record in split(bytes(file.content), name=name):
                yield json.dumps(record, ensure_ascii=False)

    files = spark.read.load(
        root,
        format="binaryFile",
        pathGlobFilter="*.txt",
        recursiveFileLookup=True,
    )
    files.select("path", "content").rdd.mapPartitions(lines).saveAsTextFile(articles)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", help="a folder, or a bucket as s3a://...")
    parser.add_argument("articles", help="where the JSON Lines go")
    given = parser.parse_args()
    try:
        main(given.pages, given.articles)
    except ImportError:
        print(Error("it needs Spark; install it: pip install pyspark"), file=sys.stderr)
        sys.exit(2)
