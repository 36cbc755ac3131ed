"""A zip file whose untouched members are copied as they stand, still compressed.

The standard library reads zip files well, but it cannot copy a member without unpacking it. Here the central directory
is kept as bytes; only the offset in a record is changed when the member moves.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from sync.backends.excel.package.problems import Limits, PackageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_FULL32, _FULL16 = 0xFFFFFFFF, 0xFFFF
_ENCRYPTED, _DESCRIPTOR, _UTF8 = 0x1, 0x8, 0x800
_STORED, _DEFLATED = 0, 8
_CHUNK = 4 << 20
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BIFF_MAGICS = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x10\x00", b"\x09\x08\x08\x00")


@dataclass(frozen=True, slots=True)
class Member:
    """One member of the zip file, as its central directory record describes it."""

    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    record: bytes


@dataclass(frozen=True, slots=True)
class Packed:
    """Bytes already deflated, ready to be stored as a member."""

    pieces: Sequence[bytes]
    crc: int
    size: int

    @property
    def packed(self) -> int:
        """Bytes after packing."""
        return sum(map(len, self.pieces))


def pack(data: bytes, level: int = 6) -> Packed:
    """Deflate a small part."""
    compressor = zlib.compressobj(level, zlib.DEFLATED, -15)
    return Packed((compressor.compress(data) + compressor.flush(),), zlib.crc32(data), len(data))


class Archive:
    """An open zip file that was checked for everything that makes one unsafe to unpack.

    Raises:
        PackageError: not a zip file, cut short, encrypted, larger than the limits, or with names or records that no
            honest program writes.
    """

    def __init__(self, file: BinaryIO, limits: Limits) -> None:
        self._file = file
        self._limits = limits
        self.length = file.seek(0, 2)
        if self.length > limits.max_file_bytes:
            raise PackageError("too_large", f"the file has {self.length} bytes, {limits.max_file_bytes} are allowed")
        self.comment, count, start, size = self._find_directory()
        self.members = self._read_directory(count, start, size)
        self._by_name = {member.name: member for member in self.members}
        self._folded = {member.name.casefold(): member for member in self.members}
        _check_members(self.members, limits)
        self._data_offsets = self._check_places(start)

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._folded

    def member(self, name: str) -> Member:
        """The member of this name, compared without regard to case as the format demands.

        Raises:
            PackageError: missing_part.
        """
        member = self._by_name.get(name) or self._folded.get(name.casefold())
        if member is None:
            raise PackageError("missing_part", "the workbook refers to a part that is not there", name)
        return member

    def read(self, name: str) -> bytes:
        """A small part, whole.

        Raises:
            PackageError: missing_part, too_large, malformed, truncated.
        """
        if self.member(name).size > self._limits.max_small_part_bytes:
            raise PackageError("too_large", "the part is larger than such a part may be", name)
        return b"".join(self.stream(name))

    def stream(self, name: str) -> Iterator[bytes]:
        """A part, unpacked piece by piece, its length and checksum checked.

        Raises:
            PackageError: missing_part, too_large, malformed, truncated.
        """
        member = self.member(name)
        if member.method not in (_STORED, _DEFLATED):
            raise PackageError("malformed", f"compression method {member.method} is not used in workbooks", member.name)
        crc = length = 0
        for piece in self._inflate(member):
            length += len(piece)
            if length > member.size:
                raise PackageError("malformed", "the part is longer than the zip file declares", member.name)
            crc = zlib.crc32(piece, crc)
            yield piece
        if length != member.size or crc != member.crc:
            raise PackageError("malformed", "the part is damaged: its checksum or length is wrong", member.name)

    def _inflate(self, member: Member) -> Iterator[bytes]:
        position, left = self._data_offsets[member.name], member.packed
        if member.method == _STORED:
            while left:
                piece = self._read_at(position, min(left, _CHUNK))
                position, left = position + len(piece), left - len(piece)
                yield piece
            return
        inflater = zlib.decompressobj(-15)
        try:
            while not inflater.eof:
                source = inflater.unconsumed_tail
                if not source and left:
                    source = self._read_at(position, min(left, _CHUNK // 4))
                    position, left = position + len(source), left - len(source)
                piece = inflater.decompress(source, _CHUNK)
                if piece:
                    yield piece
                elif not source:
                    raise PackageError("truncated", "the part ends in the middle", member.name)
        except zlib.error as error:
            raise PackageError("malformed", "the part cannot be unpacked", member.name) from error

    def write(self, target: BinaryIO, replaced: Mapping[str, Packed | None], added: Mapping[str, Packed]) -> int:
        """Write the zip file again, in the same order, with some members replaced (None: left out) and some added.

        Returns:
            The length of the new file.
        """
        directory: list[bytes] = []
        position = 0
        for member in self.members:
            if member.name not in replaced:
                directory.append(_moved(member.record, position))
                for piece in self._raw(member):
                    target.write(piece)
                    position += len(piece)
                continue
            content = replaced[member.name]
            if content is not None:
                position = _write_member(target, position, directory, member.record, content)
        for name, content in added.items():
            position = _write_member(target, position, directory, _new_record(name), content)
        records = b"".join(directory)
        target.write(records)
        count = len(directory)
        end = _END.pack(b"PK\5\6", 0, 0, count, count, len(records), position, len(self.comment))
        target.write(end + self.comment)
        return position + len(records) + len(end) + len(self.comment)

    def _raw(self, member: Member) -> Iterator[bytes]:
        start = member.offset
        end = self._data_offsets[member.name] + member.packed
        end += self._descriptor_length(member, end)
        while start < end:
            piece = self._read_at(start, min(end - start, _CHUNK))
            start += len(piece)
            yield piece

    def _descriptor_length(self, member: Member, end: int) -> int:
        if not member.flags & _DESCRIPTOR:
            return 0
        self._file.seek(end)
        tail = self._file.read(24)
        for signature in (b"PK\7\x08", b""):
            for sizes in ("<LLL", "<LQQ"):
                expected = signature + struct.pack(sizes, member.crc, member.packed, member.size)
                if tail.startswith(expected):
                    return len(expected)
        return 0

    def _read_at(self, position: int, length: int) -> bytes:
        self._file.seek(position)
        data = self._file.read(length)
        if len(data) != length:
            raise PackageError("truncated", "the file is shorter than its own directory says")
        return data

    def _find_directory(self) -> tuple[bytes, int, int, int]:
        start = max(0, self.length - _END.size - _FULL16)
        tail = self._read_at(start, self.length - start)
        position = tail.rfind(b"PK\5\6")
        while position >= 0:
            if len(tail) - position >= _END.size:
                fields = _END.unpack_from(tail, position)
                if position + _END.size + fields[7] == len(tail):
                    break
            position = tail.rfind(b"PK\5\6", 0, position)
        if position < 0:
            raise self._not_a_zip()
        _, disk, _, _, count, size, offset, _ = fields
        comment = tail[position + _END.size :]
        end = start + position
        if end >= _LOCATOR.size:
            locator = _LOCATOR.unpack(self._read_at(end - _LOCATOR.size, _LOCATOR.size))
            if locator[0] == b"PK\6\7" and locator[2] + _END64.size <= end:
                end = locator[2]
                fields64 = _END64.unpack(self._read_at(end, _END64.size))
                disk, count, size, offset = fields64[4], fields64[7], fields64[8], fields64[9]
        if disk or offset + size != end:
            raise PackageError("malformed", "the directory of the zip file is not where it should be")
        return comment, count, offset, size

    def _not_a_zip(self) -> PackageError:
        head = self._read_at(0, min(self.length, 1024))
        if not head:
            return PackageError("not_a_zip", "the file is empty")
        if head.startswith(_OLE_MAGIC):
            return self._ole_problem()
        if head.startswith(_BIFF_MAGICS):
            return PackageError("legacy_xls", "this is an old .xls workbook with another name")
        if head.startswith(b"PK"):
            return PackageError("truncated", "the file was cut short: its zip directory is missing")
        if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
            return PackageError("not_a_zip", "this is a web page or an XML file with the name of a workbook")
        return PackageError("not_a_zip", "this is not an .xlsx workbook, whatever its name says")

    def _ole_problem(self) -> PackageError:
        """Which kind of compound file it is: a workbook with a password, or one of the old format."""
        overlap = b""
        self._file.seek(0)
        while piece := self._file.read(_CHUNK):
            if "EncryptedPackage".encode("utf-16-le") in overlap + piece:
                return PackageError("encrypted", "the workbook is protected by a password for opening")
            overlap = piece[-64:]
        return PackageError("legacy_xls", "this is an old .xls workbook with another name")

    def _read_directory(self, count: int, start: int, size: int) -> tuple[Member, ...]:
        if count > self._limits.max_parts:
            raise PackageError("too_large", f"the zip file has {count} members")
        data = self._read_at(start, size)
        members, position = [], 0
        for _ in range(count):
            if len(data) - position < _CENTRAL.size or data[position : position + 4] != b"PK\1\2":
                raise PackageError("malformed", "the directory of the zip file is damaged")
            lengths = struct.unpack_from("<3H", data, position + 28)
            end = position + _CENTRAL.size + sum(lengths)
            members.append(_parse_record(data[position:end]))
            position = end
        if position != size:
            raise PackageError("malformed", "the directory of the zip file has a wrong length")
        return tuple(members)

    def _check_places(self, directory: int) -> dict[str, int]:
        """Where each member's data begins; members that overlap or name themselves otherwise are a trap."""
        places, previous_end = {}, 0
        for member in sorted(self.members, key=lambda each: each.offset):
            if member.offset < previous_end:
                raise PackageError("malformed", "members of the zip file overlap", member.name)
            header = self._read_at(member.offset, _LOCAL.size)
            name_length, extra_length = struct.unpack_from("<2H", header, 26)
            name = self._read_at(member.offset + _LOCAL.size, name_length)
            if header[:4] != b"PK\3\4" or name != _raw_name(member.record):
                raise PackageError("malformed", "a member of the zip file has two names", member.name)
            places[member.name] = member.offset + _LOCAL.size + name_length + extra_length
            previous_end = places[member.name] + member.packed
        if previous_end > directory:
            raise PackageError("malformed", "members of the zip file overlap its directory")
        return places


def _raw_name(record: bytes) -> bytes:
    length: int = struct.unpack_from("<H", record, 28)[0]
    return record[_CENTRAL.size : _CENTRAL.size + length]


def _parse_record(record: bytes) -> Member:
    fields = _CENTRAL.unpack_from(record)
    flags, method, crc, packed, size, offset = fields[3], fields[4], fields[7], fields[8], fields[9], fields[16]
    raw = _raw_name(record)
    try:
        name = raw.decode("utf-8" if flags & _UTF8 else "cp437")
    except UnicodeDecodeError as error:
        raise PackageError("malformed", "a member of the zip file has an unreadable name") from error
    extra = record[_CENTRAL.size + len(raw) : _CENTRAL.size + len(raw) + fields[11]]
    if _FULL32 in (packed, size, offset):
        values = _zip64_values(extra)
        try:
            size = values.pop(0) if size == _FULL32 else size
            packed = values.pop(0) if packed == _FULL32 else packed
            offset = values.pop(0) if offset == _FULL32 else offset
        except IndexError as error:
            raise PackageError("malformed", "a size is missing in the zip file", name) from error
    return Member(name, flags, method, crc, packed, size, offset, record)


def _zip64_values(extra: bytes) -> list[int]:
    position = 0
    while position + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, position)
        if kind == 1:
            whole = extra[position + 4 : position + 4 + length]
            return [value for (value,) in struct.iter_unpack("<Q", whole[: len(whole) // 8 * 8])]
        position += 4 + length
    return []


def _check_members(members: Iterable[Member], limits: Limits) -> None:
    seen: set[str] = set()
    total = 0
    for member in members:
        name = member.name
        if name.startswith("/") or "\\" in name or "\0" in name or ":" in name or ".." in name.split("/"):
            raise PackageError("path_traversal", "a name in the zip file leads out of it", name)
        if name.casefold() in seen:
            raise PackageError("duplicate_part", "two members of the zip file have one name", name)
        seen.add(name.casefold())
        if member.flags & _ENCRYPTED:
            raise PackageError("encrypted", "the zip file is encrypted", name)
        total += member.size
        if total > limits.max_unzipped_bytes:
            most = f"> {limits.max_unzipped_bytes >> 20} MiB"
            raise PackageError("too_large", f"unpacked it has more than {limits.max_unzipped_bytes} bytes", name, most)
        if member.size > limits.ratio_from_bytes and member.size > limits.max_ratio * max(member.packed, 1):
            sizes = f"{member.packed >> 10} KiB → {member.size >> 20} MiB"
            raise PackageError("too_large", f"{member.packed} bytes unpack to {member.size}", name, sizes)


def _moved(record: bytes, offset: int) -> bytes:
    """The directory record with the member's new place."""
    if struct.unpack_from("<L", record, 42)[0] != _FULL32:
        return record[:42] + struct.pack("<L", offset) + record[46:]
    packed, size = struct.unpack_from("<2L", record, 20)
    position = _CENTRAL.size + len(_raw_name(record))
    while struct.unpack_from("<H", record, position)[0] != 1:
        position += 4 + struct.unpack_from("<H", record, position + 2)[0]
    position += 4 + 8 * ((packed == _FULL32) + (size == _FULL32))
    return record[:position] + struct.pack("<Q", offset) + record[position + 8 :]


def _new_record(name: str) -> bytes:
    raw = name.encode()
    flags = 0 if name.isascii() else _UTF8
    # 1980-01-01, the first date that the format knows: a member's date must not depend on the clock.
    return _CENTRAL.pack(b"PK\1\2", 20, 20, flags, _DEFLATED, 0, 0x21, 0, 0, 0, len(raw), 0, 0, 0, 0, 0, 0) + raw


def _write_member(target: BinaryIO, position: int, directory: list[bytes], record: bytes, content: Packed) -> int:
    """Write a deflated member under the name, date and attributes of a directory record; return the next position."""
    fields = list(_CENTRAL.unpack_from(record))
    raw = _raw_name(record)
    comment = record[len(record) - fields[12] :]
    flags = fields[3] & _UTF8
    packed = content.packed
    local = (b"PK\3\4", 20, flags, _DEFLATED, fields[5], fields[6], content.crc, packed, content.size, len(raw), 0)
    target.write(_LOCAL.pack(*local) + raw)
    target.writelines(content.pieces)
    fields[2:5] = 20, flags, _DEFLATED
    fields[7:10] = content.crc, packed, content.size
    fields[11], fields[13], fields[16] = 0, 0, position
    directory.append(_CENTRAL.pack(*fields) + raw + comment)
    return position + _LOCAL.size + len(raw) + packed
