"""Fits the two tables of ``bulletin_split/weights.py`` on pages with gold.

    python -m tests.fit PAGES... [--out bulletin_split/weights.py] [--folds 3]

Anyone may run it on gold of their own (`gold` says in which form).  Nothing is learned but
what a handful of categories are worth: the package looks at a page and names what it sees
(`units.observe`, `reflow.observe`), and the numbers that stand beside those names come from
here.  So a new observation needs no change in this package, and a new page of gold no change
in the other.

    gold     a page and its articles, from files
    align    articles → for each line of the page, the part that it plays
    chain    lines and parts → what each observation is worth to the chain of `segment`
    breaks   lines and paragraphs → what each is worth to the paragraph breaks of `reflow`
    table    the numbers → weights.py, rounded and pruned, and back

Needs the extra ``fit``: numpy, scipy and rapidfuzz.
"""
