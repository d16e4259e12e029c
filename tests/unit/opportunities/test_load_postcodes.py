"""Every published table of postcodes that we read, as its publisher writes it; and what is wrong with a file, said plainly."""

from __future__ import annotations

import zipfile
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from geopy.distance import geodesic

from opportunities import postcode_tables
from opportunities.models import PostcodeArea

NSPL = """pcd,pcd2,pcds,dointr,doterm,usertype,oseast1m,osnrth1m,lat,long
M3  4NF,M3   4NF,M3 4NF,198001,,0,383000,397800,53.4757,-2.2556
M3  4NG,M3   4NG,M3 4NG,198001,,0,383100,397900,53.4767,-2.2546
M3  4NH,M3   4NH,M3 4NH,198001,199606,0,383100,397900,53.9,-2.9
M3  5AA,M3   5AA,M3 5AA,198001,,0,383100,397900,53.4800,-2.2500
GY1 1AA,GY1  1AA,GY1 1AA,199806,,0,,,99.999999,0.000000
"""
CODE_POINT = """"M1 1AE",10,384800,398100,"E92000001","","E18000002","","E08000003","E05000692"
"M503AZ",90,0,0,"E92000001","","E18000002","","E08000006","E05000760"
"M1  1AF",10,384900,398200,"E92000001","","E18000002","","E08000003","E05000692"
"""
GEONAMES_FULL = """GB\tM1 1AE\tManchester\tEngland\tENG\tGreater Manchester\t11609033\tManchester District (B)\tE08000003\t53.4781\t-2.2302\t6
GB\tM1 1AF\tManchester\tEngland\tENG\tGreater Manchester\t11609033\tManchester District (B)\tE08000003\t53.4791\t-2.2292\t6
"""
GEONAMES = """GB\tOL5\tMossley\tEngland\tENG\tGreater Manchester\tE11000001\tTameside\t\t53.51\t-2.03\t4
GB\tOL5\tHeyrod\tEngland\tENG\tGreater Manchester\tE11000001\tTameside\t\t53.49\t-2.05\t4
GB\tHP21\tAylesbury\tEngland\tENG\tBuckinghamshire\tE06000060\t\t\t51.80\t-0.80\t4
"""


def load(tmp_path, text, name="table.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return command(path)


def command(path):
    out = StringIO()
    call_command("load_postcodes", str(path), stdout=out)
    return out.getvalue()


def point(code):
    area = PostcodeArea.objects.get(code=code)
    return area.lat, area.lng


pytestmark = pytest.mark.django_db


def test_ons_nspl_gives_postcodes_and_the_middles_of_sectors_and_districts(tmp_path):
    said = load(tmp_path, NSPL)
    assert "ONS postcode directory: 3 postcodes, 2 sectors, 1 districts loaded." in said
    assert "2 rows left out" in said
    assert set(PostcodeArea.objects.values_list("code", flat=True)) == {
        "M3 4NF",
        "M3 4NG",
        "M3 5AA",
        "M3 4",
        "M3 5",
        "M3",
    }
    assert point("M3 4NF") == (53.4757, -2.2556)
    assert point("M3 4") == pytest.approx((53.4762, -2.2551))
    assert point("M3") == pytest.approx(
        ((53.4757 + 53.4767 + 53.48) / 3, (-2.2556 - 2.2546 - 2.25) / 3), abs=1e-5
    )


def test_ons_headers_in_capitals_and_a_mark_at_the_start_of_the_file_are_the_same(tmp_path):
    header, rest = NSPL.split("\n", 1)
    load(tmp_path, "\ufeff" + header.upper() + "\n" + rest)
    assert point("M3 5AA") == (53.48, -2.25)


def test_code_point_open_is_turned_from_the_grid(tmp_path):
    said = load(tmp_path, CODE_POINT)
    assert "Code-Point Open: 2 postcodes, 1 sectors, 1 districts loaded." in said
    assert geodesic(point("M1 1AE"), (53.4793, -2.2305)).meters < 30
    assert not PostcodeArea.objects.filter(code__startswith="M50").exists()


def test_geonames_full(tmp_path):
    assert "GeoNames: 2 postcodes, 1 sectors, 1 districts" in load(tmp_path, GEONAMES_FULL, "GB_full.txt")
    assert point("M1 1") == pytest.approx((53.4786, -2.2297))


def test_geonames_districts_are_the_mean_of_their_places(tmp_path):
    assert "GeoNames: 0 postcodes, 0 sectors, 2 districts" in load(tmp_path, GEONAMES, "GB.txt")
    assert point("OL5") == pytest.approx((53.5, -2.04))


def test_districts_as_given(tmp_path):
    load(tmp_path, "outcode,lat,lng,n_postcodes\nSK8,53.3776,-2.2184,1900\nhp21,51.8,-0.8,9\n")
    assert point("SK8") == (53.3776, -2.2184)
    assert point("HP21") == (51.8, -0.8)


def test_sectors_give_districts_too(tmp_path):
    said = load(tmp_path, "sector,lat,lng\nSK8 1,53.39,-2.21\nSK8 2,53.37,-2.23\n")
    assert "0 postcodes, 2 sectors, 1 districts" in said
    assert point("SK8") == pytest.approx((53.38, -2.22))


def test_what_comes_with_the_site_is_such_a_table():
    from opportunities.places import SHIPPED, shipped

    command(SHIPPED)
    assert PostcodeArea.objects.count() == len(shipped())


def test_loading_again_puts_new_points_over_old_ones(tmp_path):
    load(tmp_path, "outcode,lat,lng\nSK8,53.0,-2.0\n")
    load(tmp_path, "outcode,lat,lng\nSK8,53.3776,-2.2184\n")
    assert point("SK8") == (53.3776, -2.2184)


def test_a_zip_is_read_as_it_is_and_pieces_and_papers_in_it_are_not(tmp_path):
    path = tmp_path / "NSPL.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Data/NSPL_UK.csv", NSPL)
        archive.writestr("Data/multi_csv/NSPL_UK_M.csv", NSPL.replace("53.4757", "53.1"))
        archive.writestr("Documents/names.csv", "code,name\nE1,Somewhere\n")
        archive.writestr("readme.txt", "Read me.")
    assert "3 postcodes" in command(path)
    assert point("M3 4NF") == (53.4757, -2.2556)


def test_code_point_open_comes_as_a_zip_of_many_tables(tmp_path):
    path = tmp_path / "codepo_gb.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "Doc/Code-Point_Open_Column_Headers.csv", "PC,PQ,EA,NO\nPostcode,Quality,Eastings,Northings\n"
        )
        archive.writestr("Data/CSV/m.csv", CODE_POINT)
        archive.writestr("Data/CSV/ab.csv", '"AB101AB",10,394235,806529,"S92000003"\n')
    assert "3 postcodes, 2 sectors, 2 districts" in command(path)


def test_rows_that_can_not_be_read_are_counted_and_the_first_are_named(tmp_path):
    rows = "".join(f"nowhere {number},53,-2\n" for number in range(7))
    said = load(tmp_path, f"outcode,lat,lng\nSK8,53.3776,-2.2184\nM1,north,-2\nM2,0,0\n{rows}")
    assert "9 rows could not be read. The first:" in said
    assert "row 3: could not convert string to float: 'north'" in said
    assert "row 4: M2: expected a point in the United Kingdom, got 0.0, 0.0" in said
    assert "row 5: expected a postcode, got 'nowhere 0'" in said
    assert said.count("row ") == 5
    assert PostcodeArea.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,age\nSam,14\n", "expected ONS NSPL or ONSPD .* got 'name, age'"),
        ("", "the file is empty"),
        (
            "outcode,lat,lng\nnowhere,53,-2\n",
            "no row of it holds a postcode and its place\nrow 2: expected a postcode, got 'nowhere'",
        ),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path, text, said):
    with pytest.raises(CommandError, match=said) as refused:
        load(tmp_path, text)
    assert refused.value.returncode == 2
    assert "Nothing was loaded." in str(refused.value)


def test_a_file_that_is_not_there_and_one_that_is_no_text(tmp_path):
    with pytest.raises(CommandError, match="There is no file"):
        command(tmp_path / "none.csv")
    (tmp_path / "picture.csv").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF")
    with pytest.raises(CommandError, match="not a text file in UTF-8"):
        command(tmp_path / "picture.csv")
    with zipfile.ZipFile(tmp_path / "papers.zip", "w") as archive:
        archive.writestr("readme.txt", "Read me.")
    with pytest.raises(CommandError, match="no file in the zip is a table of postcodes"):
        command(tmp_path / "papers.zip")


@pytest.mark.django_db
def test_a_file_that_breaks_off_leaves_nothing_half_written(tmp_path, monkeypatch):
    monkeypatch.setattr(postcode_tables, "BATCH", 2)
    path = tmp_path / "cut.csv"
    path.write_bytes(NSPL.encode() + b"M3 6AA,\xff\xfe,broken")
    with pytest.raises(CommandError, match="not a text file"):
        command(path)
    assert not PostcodeArea.objects.exists()


def test_a_progress_bar_is_told_of_every_byte(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(NSPL)
    steps = []
    postcode_tables.load(path, steps.append)
    assert sum(steps) == postcode_tables.size(path) == len(NSPL)
