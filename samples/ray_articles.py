"""Pages in, articles out, with Ray Data: ``python ray_articles.py PAGES ARTICLES``.

PAGES is a folder or a bucket; ARTICLES becomes a folder of Parquet files.
"""

import argparse
import sys

from bulletin_split import Error, Options

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", help="a folder, or a bucket as s3://...")
    parser.add_argument("articles", help="where the Parquet files go")
    parser.add_argument("--workers", type=int, help="CPUs of a local Ray; all of them otherwise")
    parser.add_argument("--publication", help="the name of the paper")
    given = parser.parse_args()
    try:
        import ray

        from bulletin_split.integrations.ray import split_pages
    except ImportError:
        print(
            Error("it needs an extra; install it: pip install 'bulletin-split[ray]'"),
            file=sys.stderr,
        )
        sys.exit(2)
    ray.init(num_cpus=given.workers, log_to_driver=False, include_dashboard=False)
    pages = ray.data.read_binary_files(given.pages, include_paths=True, file_extensions=["txt"])
    pages.map_batches(
        split_pages,
        batch_format="pyarrow",
        batch_size=64,
        fn_kwargs={"root": given.pages, "options": Options(publication=given.publication)},
    ).write_parquet(given.articles)
