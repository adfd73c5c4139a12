"""The splitter as a step of larger engines; each module needs the extra of its name.

Nothing in the package imports these, and importing one without its extra raises
`MissingExtra`, which says what to install.
"""
