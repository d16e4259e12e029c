"""Tables of postcodes as they are published, read row by row into `PostcodeArea`.

Which table a file is, is seen from its first row: ONS NSPL or ONSPD ("pcds", "lat", "long"), OS Code-Point Open (no header;
easting and northing), GeoNames GB_full.txt or GB.txt (tabs), or columns named outcode, sector, postcode or code with lat and
lng. A zip of any of them is read as it is.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TextIO

from django.db import transaction

from opportunities.grid import to_wgs84
from opportunities.models import PostcodeArea
from opportunities.places import PostcodeError, parse_postcode

BATCH = 5_000
NAMED_BAD_ROWS = 5
LAT, LNG = (49.0, 61.5), (-9.0, 2.5)
# In a zip of ONS's, the same rows again in pieces, and lists of other codes.
NOT_POSTCODES = ("multi_csv", "documents/", "doc/", "user guide")

Row = list[str]
Read = Callable[[Row], tuple[str, float, float] | None]
"""One row to a code and its point; None for a row that is rightly left out (ended, or with no point). Else ValueError."""


class TableError(ValueError):
    """The file can not be read as a table of postcodes."""


@dataclass
class Loaded:
    """What came of a file. `bad` counts rows that could not be read; the first few are named in `named`."""

    format: str = ""
    postcodes: int = 0
    sectors: int = 0
    districts: int = 0
    without_point: int = 0
    bad: int = 0
    named: list[str] = field(default_factory=list)


@transaction.atomic
def load(path: Path, advance: Callable[[int], None] = lambda _: None) -> Loaded:
    """Put every code of the file in the table, over what stood there. Whole postcodes also give the middle of their sectors
    and districts. All or nothing. `advance` is told of each step in bytes. Raises TableError."""
    loaded, centres = Loaded(), _Centres()
    batch: dict[str, PostcodeArea] = {}
    for name, lines in _members(path, advance):
        rows = csv.reader(lines, delimiter="\t" if name == "GeoNames" else ",")
        first = next(rows)
        loaded.format, read, has_header = _format(first)
        for number, row in enumerate(
            rows if has_header else chain([first], rows), start=2 if has_header else 1
        ):
            if not row:
                continue
            try:
                found = read(row)
            except (ValueError, IndexError) as error:
                loaded.bad += 1
                if len(loaded.named) < NAMED_BAD_ROWS:
                    loaded.named.append(f"row {number}: {error}")
                continue
            if found is None:
                loaded.without_point += 1
                continue
            if centres.add(*found):
                code, lat, lng = found
                loaded.postcodes += code not in batch
                batch[code] = PostcodeArea(code=code, lat=lat, lng=lng)
                if len(batch) == BATCH:
                    _write(batch)
                    batch = {}
    _write(batch)
    loaded.sectors, loaded.districts = centres.write()
    if not (loaded.postcodes or loaded.sectors or loaded.districts):
        raise TableError(
            "no row of it holds a postcode and its place" + "".join(f"\n{line}" for line in loaded.named)
        )
    return loaded


def _write(areas: Mapping[str, PostcodeArea]) -> None:
    PostcodeArea.objects.bulk_create(
        areas.values(),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["lat", "lng"],
    )


class _Centres:
    """The middles of sectors and districts: as a file gives them, else the mean of what is in them."""

    def __init__(self) -> None:
        self.given: dict[str, list[tuple[float, float]]] = defaultdict(list)
        self.sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0])

    def add(self, code: str, lat: float, lng: float) -> bool:
        """Take one row into account; True if it is a whole postcode, which has a row of its own."""
        postcode = parse_postcode(code)
        if not postcode.whole:
            self.given[code].append((lat, lng))  # GeoNames names a district once for each place in it
        for area in (
            (postcode.sector, postcode.district)
            if postcode.whole
            else (postcode.district,) * bool(postcode.sector)
        ):
            total = self.sums[area]
            total[0], total[1], total[2] = total[0] + lat, total[1] + lng, total[2] + 1
        return bool(postcode.whole)

    def write(self) -> tuple[int, int]:
        """Save them; returns how many sectors and how many districts there are."""
        middles = {code: (lat / n, lng / n) for code, (lat, lng, n) in self.sums.items()}
        for code, points in self.given.items():
            middles[code] = (
                sum(lat for lat, _ in points) / len(points),
                sum(lng for _, lng in points) / len(points),
            )
        _write(
            {
                code: PostcodeArea(code=code, lat=round(lat, 5), lng=round(lng, 5))
                for code, (lat, lng) in middles.items()
            }
        )
        sectors = sum(" " in code for code in middles)
        return sectors, len(middles) - sectors


def _format(first: Row) -> tuple[str, Read, bool]:
    """The name of the format, how to read a row of it, and whether the first row is a header."""
    names = {name.strip().strip("\ufeff").lower(): place for place, name in enumerate(first)}
    if {"pcds", "lat", "long"} <= names.keys():
        return "ONS postcode directory", _ons(names), True
    for name in ("outcode", "sector", "postcode", "code"):
        if {name, "lat", "lng"} <= names.keys():
            return f"{name},lat,lng", _plain(names[name], names["lat"], names["lng"]), True
    if len(first) >= 11 and _is_code(first[1]):
        return "GeoNames", _geonames, False
    if len(first) >= 4 and _is_code(first[0]) and all(cell.strip().isdigit() for cell in first[1:4]):
        return "Code-Point Open", _code_point, False
    raise TableError(
        "expected ONS NSPL or ONSPD (columns pcds, lat, long), OS Code-Point Open (postcode, quality, easting, northing, ...), "
        f"GeoNames GB_full.txt or GB.txt (with tabs), or outcode,lat,lng; got {', '.join(first)[:120]!r}"
    )


def _is_code(text: str) -> bool:
    try:
        return bool(parse_postcode(text))
    except PostcodeError:
        return False


def _checked(text: str, lat: float, lng: float) -> tuple[str, float, float]:
    try:
        code = str(parse_postcode(text))
    except PostcodeError:
        raise ValueError(f"expected a postcode, got {text!r}") from None
    if not (LAT[0] <= lat <= LAT[1] and LNG[0] <= lng <= LNG[1]):
        raise ValueError(f"{code}: expected a point in the United Kingdom, got {lat}, {lng}")
    return code, lat, lng


def _ons(names: Mapping[str, int]) -> Read:
    code, lat, lng, ended = names["pcds"], names["lat"], names["long"], names.get("doterm")

    def read(row: Row) -> tuple[str, float, float] | None:
        if (ended is not None and row[ended].strip()) or row[lat].startswith("99.9"):
            return None
        return _checked(row[code], float(row[lat]), float(row[lng]))

    return read


def _plain(code: int, lat: int, lng: int) -> Read:
    return lambda row: _checked(row[code], float(row[lat]), float(row[lng]))


def _geonames(row: Row) -> tuple[str, float, float] | None:
    if row[0] != "GB":
        raise ValueError(f"expected the country GB, got {row[0]!r}")
    return _checked(row[1], float(row[9]), float(row[10]))


def _code_point(row: Row) -> tuple[str, float, float] | None:
    easting, northing = int(row[2]), int(row[3])
    if easting == northing == 0:  # quality 90: no point
        return None
    lat, lng = to_wgs84(easting, northing)
    return _checked(row[0], round(lat, 6), round(lng, 6))


def _members(path: Path, advance: Callable[[int], None]) -> Iterator[tuple[str, Iterator[str]]]:
    """Each table in the file, as "GeoNames" or "" (tabs or commas) and its lines. One for a plain file."""
    try:
        if not zipfile.is_zipfile(path):
            with path.open(encoding="utf-8-sig", newline="") as file:
                yield from _table(file, advance)
            return
        with zipfile.ZipFile(path) as archive:
            tables = [info for info in archive.infolist() if info.filename.lower().endswith((".csv", ".txt"))]
            tables = [
                info for info in tables if not any(word in info.filename.lower() for word in NOT_POSTCODES)
            ]
            known = [info for info in tables if _is_table(archive, info)]
            if not known:
                raise TableError(
                    f"no file in the zip is a table of postcodes: {', '.join(archive.namelist())[:200]}"
                )
            for info in known:
                with _text(archive, info) as file:
                    yield from _table(file, advance)
    except UnicodeDecodeError as error:
        raise TableError(f"it is not a text file in UTF-8 (byte {error.start})") from error
    except (csv.Error, zipfile.BadZipFile) as error:
        raise TableError(str(error)) from error


def _table(file: TextIO, advance: Callable[[int], None]) -> Iterator[tuple[str, Iterator[str]]]:
    first = file.readline()
    if not first.strip():
        raise TableError("the file is empty")
    yield ("GeoNames" if "\t" in first else ""), _counted(chain([first], file), advance)


def _counted(lines: Iterator[str], advance: Callable[[int], None]) -> Iterator[str]:
    """The lines but for comments, reporting how many bytes have gone by (letters outside ASCII are as good as none here)."""
    passed = 0
    for line in lines:
        passed += len(line)
        if passed > 100_000:
            advance(passed)
            passed = 0
        if not line.startswith("#"):
            yield line
    advance(passed)


@contextmanager
def _text(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[TextIO]:
    with archive.open(info) as raw, io.TextIOWrapper(raw, encoding="utf-8-sig", newline="") as file:
        yield file


def _is_table(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bool:
    with _text(archive, info) as file:
        first = file.readline()
    try:
        _format(next(csv.reader([first], delimiter="\t" if "\t" in first else ",")))
    except (TableError, StopIteration, csv.Error):
        return False
    return True


def size(path: Path) -> int:
    """How many bytes there are to read, for a progress bar."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return sum(
                info.file_size
                for info in archive.infolist()
                if info.filename.lower().endswith((".csv", ".txt"))
            )
    return path.stat().st_size
