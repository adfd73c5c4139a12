"""Many inputs in one run: what is read, by how many processes, into which files, and what is done already.

`inputs` finds what there is to read and `reading` its bytes; `convert` splits a batch of inputs, in
`workers` where there are several; `archive` leads a run, into one file or a tree, `shards` into
numbered files; `manifest` remembers what is done, `summary` counts.
"""
