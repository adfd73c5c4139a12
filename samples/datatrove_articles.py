"""Pages in, articles out, with datatrove: ``python datatrove_articles.py PAGES ARTICLES``.

The same three steps run on a cluster: SlurmPipelineExecutor takes the same pipeline,
and its options say how long a task may take and on which partition.
"""

import argparse
import sys

from bulletin_split import Error, Options

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", help="a folder, or any path that fsspec opens")
    parser.add_argument("articles", help="where the articles go")
    parser.add_argument("--logs", help="where completions and statistics are kept")
    parser.add_argument("--tasks", type=int, default=2, help="shards of the work")
    parser.add_argument("--workers", type=int, default=2, help="tasks at a time")
    parser.add_argument("--publication", help="the name of the paper")
    given = parser.parse_args()
    try:
        from bulletin_split.integrations.datatrove import PageReader, SplitPages
    except Error as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.writers import JsonlWriter

    LocalPipelineExecutor(
        pipeline=[
            PageReader(given.pages, glob_pattern="**/*.txt"),
            SplitPages(Options(publication=given.publication)),
            JsonlWriter(given.articles, "${rank}.jsonl", compression=None),
        ],
        tasks=given.tasks,
        workers=given.workers,
        logging_dir=given.logs or f"{given.articles}/logs",
    ).run()
