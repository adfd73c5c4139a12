"""Pages in, a Hugging Face dataset out: ``python datasets_articles.py PAGES ARTICLES``."""

import argparse
import sys
from pathlib import Path

from bulletin_split import Error, iter_records

KEPT = ("id", "kind", "headline", "text", "flags")


def articles(files, root):
    for path, _changed in files:
        with open(path, "rb") as stream:
            for record in iter_records(stream, name=path.relative_to(root).as_posix()):
                yield {key: record[key] for key in KEPT}


def main(pages, out, workers):
    from datasets import Dataset, Features, Sequence, Value

    word = Value("string")
    # With the times, a dataset made before is taken again only where no file has changed.
    files = [(path, path.stat().st_mtime_ns) for path in sorted(pages.rglob("*.txt"))]
    Dataset.from_generator(
        articles,
        gen_kwargs={"files": files, "root": pages},
        features=Features(id=word, kind=word, headline=word, text=word, flags=Sequence(word)),
        num_proc=workers,
    ).save_to_disk(out)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=Path, help="a folder")
    parser.add_argument("articles", help="where the dataset goes")
    parser.add_argument("--workers", type=int, help="processes; one where not given")
    given = parser.parse_args()
    try:
        main(given.pages, given.articles, given.workers)
    except ImportError:
        print(Error("it needs datasets; install it: pip install datasets"), file=sys.stderr)
        sys.exit(2)
