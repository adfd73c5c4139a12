"""What is in a zip or tar archive: names, sizes, what tells a changed member, and its place.

Nothing is unpacked for it: a zip has a directory at its end, a tar a header before each
member.  `reading` finds a member again by its place.
"""

from __future__ import annotations

from contextlib import suppress

Member = tuple[str, int, str, int]
"""(name, size as it is packed, stamp, place)"""


def zip_members(path: str) -> list[Member]:
    """(name, packed size, stamp, place) of each file in a zip; its CRC is the stamp."""
    from zipfile import ZipFile

    with ZipFile(path) as archive:
        return [
            (zip_name(entry.filename, entry.flag_bits), entry.compress_size, stamp, place)
            for place, entry in enumerate(archive.infolist())
            if not entry.is_dir()
            for stamp in [f"{entry.file_size}-{entry.CRC:08x}"]
        ]


def zip_name(name: str, flags: int) -> str:
    """A member's name in the encoding that it was most likely written in.

    The format knows UTF-8, said by a flag, and code page 437, which `zipfile` takes
    where the flag is not set; what Windows in China writes then is GBK.

        >>> zip_name("╡┌1░µ.txt", 0), zip_name("第1版.txt", 0x800)
        ('第1版.txt', '第1版.txt')
    """
    if flags & 0x800 or name.isascii():
        return name
    try:
        data = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for codec in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return data.decode(codec)
    return name


def tar_members(path: str) -> list[Member]:
    """(name, size, stamp, offset) of each plain file in a tar."""
    from tarfile import open as open_tar

    with open_tar(path, "r:") as archive:
        return [
            (entry.name, entry.size, f"{entry.size}-{entry.mtime}-{entry.chksum}", place)
            for entry in archive
            if entry.isreg() and not entry.issparse()
            for place in [entry.offset_data]
        ]
