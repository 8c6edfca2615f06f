"""Models as files: fetched, resumed, imported, found, measured, pinned; from the real parts."""

from __future__ import annotations

import json
import os
import random
import signal
import stat
import struct
import subprocess
import sys
import threading
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from model_makers import (
    ARRAY,
    STRING,
    U32,
    U64,
    Shop,
    gguf_bytes,
    make_recogniser,
    pair,
    recogniser_zip,
    served,
    sha256,
    text,
)
from typer.testing import CliRunner

from simtrainer import paths
from simtrainer.cli import app
from simtrainer.engines.models import arriving, engine_recipe, memory
from simtrainer.engines.models.catalogue import GIB, Offer, catalogue
from simtrainer.engines.models.discover import discover
from simtrainer.engines.models.download import fetch
from simtrainer.engines.models.gguf import Header, NotAModel, read_header
from simtrainer.engines.models.memory import Memory, TooLittleMemory, need_of
from simtrainer.engines.models.part import Source, part_of
from simtrainer.engines.models.progress import Paused, Progress, Speed
from simtrainer.engines.models.setup import SetUp
from simtrainer.engines.models.shelf import Installed, Shelf
from simtrainer.engines.models.unpacking import unpack
from simtrainer.errors import UserError

ROUNDS = int(os.environ.get("SIMTRAINER_ROUNDS", "150"))
PLENTY = Memory(64 * GIB, 60 * GIB)


@pytest.fixture
def shelf(home: Path) -> Shelf:
    return Shelf(home / "models")


def offer_of(shop: Shop, **changes: Any) -> Offer:
    """An offer of the catalogue with the shop's file in place of its own."""
    values = {"size": len(shop.content), "sha256": sha256(shop.content), "file": "m.gguf"}
    return catalogue().offer("qwen2.5-0.5b").model_copy(update=values | changes)


def source_of(shop: Shop, certain: bool = True) -> Source:
    digest = sha256(shop.content) if certain else None
    return Source("Tiny", shop.address, len(shop.content), digest)


def bring(source: Source, target: Path, **more: Any) -> str:
    return fetch(source, target, wait_s=0.0, **more)


# --- the catalogue


def test_that_every_offer_says_what_one_gets_and_may_do_with_it() -> None:
    models = catalogue().models
    assert len({m.id for m in models}) == len({m.file for m in models}) == len(models)
    assert all(m.size_is_rough == (m.sha256 is None) for m in models)
    assert {m.licence for m in models} <= {"Apache-2.0", "MIT"}
    assert {m.laptop_gb for m in models if m.kind == "voice"} == {4, 8, 16}


@pytest.mark.parametrize(
    ("gib", "cores", "advised"),
    [
        (1.9, 8, None),
        (3.6, 8, "0.5b"),
        (7.6, 8, "1.5b"),
        (7.6, 1, "0.5b"),
        (15.3, 8, "7b"),
        (15.3, 2, "1.5b"),
    ],
)
def test_that_the_advice_goes_by_memory_and_cores(
    gib: float, cores: int, advised: str | None
) -> None:
    offer = catalogue().advice(int(gib * GIB), cores)
    assert (offer.id.rpartition("-")[2] if offer else None) == advised


def test_that_the_catalogue_has_the_only_addresses_of_downloads_in_the_program() -> None:
    root = paths.root_dir() / "simtrainer"
    hosts = ("huggingface.co", "alphacephei.com", "github.io", "github.com/abetlen")
    files = (f for f in root.rglob("*") if f.suffix in (".py", ".toml", ".json", ".yaml"))
    holding = [f.name for f in files if any(h in f.read_text("utf-8") for h in hosts)]
    assert holding == ["catalogue.toml"]


# --- fetching


def test_that_a_file_arrives_whole_and_hashed(tmp_path: Path) -> None:
    with served(Shop(gguf_bytes())) as shop:
        seen: list[Progress] = []
        assert bring(source_of(shop), tmp_path / "m", report=seen.append) == sha256(shop.content)
        assert (tmp_path / "m").read_bytes() == shop.content
        assert seen[-1].share == 1.0
        assert sorted(file.name for file in tmp_path.iterdir()) == ["m"]


def test_that_a_connection_cut_in_mid_body_is_taken_up_where_it_broke(tmp_path: Path) -> None:
    with served(Shop(gguf_bytes(), cut_after=[10_000, 0, 5_000])) as shop:
        bring(source_of(shop), tmp_path / "m")
        assert (tmp_path / "m").read_bytes() == shop.content
        assert [a.get("range") for a in shop.asked] == [
            None,
            "bytes=10000-",
            "bytes=10000-",
            "bytes=15000-",
        ]
        assert shop.asked[1]["if-range"] == '"one"'


def test_that_a_server_that_falls_silent_says_so_and_keeps_what_came(tmp_path: Path) -> None:
    with served(Shop(gguf_bytes(), cut_after=[10_000, *[0] * 20])) as shop:
        with pytest.raises(UserError, match=r"no connection .* are kept"):
            bring(source_of(shop), tmp_path / "m")
        assert part_of(tmp_path / "m") == 10_000
        shop.cut_after.clear()
        bring(source_of(shop), tmp_path / "m")
        assert shop.asked[-1]["range"] == "bytes=10000-"


def test_that_pausing_keeps_the_part_and_going_on_asks_only_for_the_rest(tmp_path: Path) -> None:
    with served(Shop(random.Random(1).randbytes(3_000_000))) as shop:
        seen: list[Progress] = []
        with pytest.raises(Paused):
            bring(source_of(shop), tmp_path / "m", report=seen.append, go_on=lambda: len(seen) < 2)
        kept = part_of(tmp_path / "m")
        assert 0 < kept < 3_000_000
        assert not (tmp_path / "m").exists()
        bring(source_of(shop), tmp_path / "m")
        assert shop.asked[-1]["range"] == f"bytes={kept}-"
        assert (tmp_path / "m").read_bytes() == shop.content


def test_that_a_killed_program_goes_on_where_it_was(tmp_path: Path) -> None:
    halfway = threading.Event()
    content = random.Random(2).randbytes(4_000_000)
    with served(Shop(content, wait=halfway)) as shop:
        code = (
            "import sys; from pathlib import Path; "
            "from simtrainer.engines.models.download import fetch; "
            "from simtrainer.engines.models.part import Source; "
            f"fetch(Source('T', {shop.address!r}, None, {sha256(content)!r}), "
            "Path(sys.argv[1]), lambda p: print(p.done, flush=True))"
        )
        child = subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path / "m")], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        assert int(child.stdout.readline()) > 0
        child.kill()
        child.wait()
        child.stdout.close()
        halfway.set()
        shop.wait = None
        bring(source_of(shop), tmp_path / "m")
        assert (tmp_path / "m").read_bytes() == content
        assert "range" in shop.asked[-1]


def test_that_a_file_that_changed_on_the_server_starts_again(tmp_path: Path) -> None:
    with served(Shop(gguf_bytes(), cut_after=[10_000])) as shop:
        go_on: Callable[[], bool] = lambda: len(shop.asked) < 2 or shop.tag != '"one"'  # noqa: E731
        with pytest.raises(Paused):
            bring(source_of(shop, certain=False), tmp_path / "m", go_on=go_on)
        shop.content, shop.tag = gguf_bytes(name="Another"), '"two"'
        got = bring(source_of(shop, certain=False), tmp_path / "m")
        assert got == sha256(shop.content)
        assert (tmp_path / "m").read_bytes() == shop.content


def test_that_a_part_that_nothing_vouches_for_is_not_built_upon(tmp_path: Path) -> None:
    (tmp_path / "m.part").write_bytes(b"somebody else's bytes")
    with served(Shop(gguf_bytes(), tag="")) as shop:
        bring(source_of(shop, certain=False), tmp_path / "m")
        assert "range" not in shop.asked[0]
        assert (tmp_path / "m").read_bytes() == shop.content


def test_that_a_server_without_ranges_sends_all_again(tmp_path: Path) -> None:
    with served(Shop(gguf_bytes(), cut_after=[10_000], ignores_range=True)) as shop:
        bring(source_of(shop), tmp_path / "m")
        assert (tmp_path / "m").read_bytes() == shop.content


def test_that_nothing_of_a_file_with_another_checksum_is_used(tmp_path: Path) -> None:
    with served(Shop(gguf_bytes())) as shop:
        wrong = Source("Tiny", shop.address, len(shop.content), "0" * 64)
        with pytest.raises(UserError, match="not the file that was tested"):
            bring(wrong, tmp_path / "m")
        assert list(tmp_path.iterdir()) == []


def test_that_a_server_that_lies_about_the_length_changes_nothing(tmp_path: Path) -> None:
    with served(Shop(gguf_bytes(), lies_about_length=100)) as shop:
        with pytest.raises(UserError):
            bring(source_of(shop), tmp_path / "m")
        assert not (tmp_path / "m").exists()
        with pytest.raises(UserError):
            bring(source_of(shop, certain=False), tmp_path / "m")
        assert not (tmp_path / "m").exists()


@pytest.mark.parametrize(
    ("status", "says"),
    [(404, "no longer at its address"), (403, "does not give out"), (503, "it is busy")],
)
def test_that_a_refusal_is_one_sentence(tmp_path: Path, status: int, says: str) -> None:
    with served(Shop(b"x", status=status)) as shop, pytest.raises(UserError, match=says):
        bring(source_of(shop), tmp_path / "m")


@pytest.mark.parametrize("place", ["http://example.org/m", "ftp://example.org/m", "file:///m"])
def test_that_a_redirect_leads_nowhere_that_is_not_secure(tmp_path: Path, place: str) -> None:
    with served(Shop(b"x", redirect=place)) as shop, pytest.raises(UserError, match="not secure"):
        bring(source_of(shop), tmp_path / "m")


def test_that_redirects_on_the_way_are_followed_and_circles_are_not(tmp_path: Path) -> None:
    with served(Shop(gguf_bytes())) as shop, served(Shop(b"")) as way:
        way.redirect = shop.address
        source = Source("Tiny", way.address, len(shop.content), sha256(shop.content))
        assert bring(source, tmp_path / "m") == sha256(shop.content)
        way.redirect = way.address
        with pytest.raises(UserError, match="without end"):
            bring(source, tmp_path / "n")


def test_that_two_downloads_of_one_file_do_not_meet(tmp_path: Path) -> None:
    halfway = threading.Event()
    with served(Shop(gguf_bytes(), wait=halfway)) as shop:
        came = threading.Event()
        first = threading.Thread(
            target=bring,
            args=(source_of(shop), tmp_path / "m"),
            kwargs={"report": lambda _: came.set()},
        )
        first.start()
        assert came.wait(10)
        with pytest.raises(UserError, match="on its way already"):
            bring(source_of(shop), tmp_path / "m")
        halfway.set()
        first.join()
        assert (tmp_path / "m").read_bytes() == shop.content


def test_that_a_full_disk_is_noticed_before_anything_is_fetched(tmp_path: Path) -> None:
    with served(Shop(gguf_bytes())) as shop:
        source = Source("Huge", shop.address, 10**17)
        with pytest.raises(UserError, match=r"The disk of .* free"):
            bring(source, tmp_path / "m")
        assert shop.asked == []


@pytest.mark.skipif(os.name != "posix", reason="limits of POSIX")
def test_that_a_disk_that_fills_up_on_the_way_keeps_what_came(tmp_path: Path) -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    with served(Shop(random.Random(4).randbytes(2_000_000))) as shop:
        resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, before[1]))
        try:
            with pytest.raises(UserError, match="cannot be written"):
                bring(source_of(shop), tmp_path / "m")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert part_of(tmp_path / "m") == 500_000
        bring(source_of(shop), tmp_path / "m")
        assert shop.asked[-1]["range"] == "bytes=500000-"
        assert (tmp_path / "m").read_bytes() == shop.content


def test_that_speed_becomes_the_time_left_in_words() -> None:
    clock = iter(range(100))
    speed = Speed(lambda: float(next(clock)))
    for _ in range(20):
        per_s = speed.count(1_000_000)
    progress = Progress("downloading", 500_000_000, 1_100_000_000, per_s)
    assert progress.sentence() == "500 MB of 1.1 GB · about 10 minutes left"


# --- what a file is


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    file = tmp_path / "Tiny-Q4.gguf"
    file.write_bytes(gguf_bytes())
    return file


def test_that_a_header_tells_what_the_model_is_and_needs(tiny: Path) -> None:
    header = read_header(tiny)
    assert header == Header(
        size=tiny.stat().st_size,
        architecture="llama",
        name="Tiny test",
        licence="mit",
        quantisation="F32",
        parameters=64 * 320,
        context=2048,
        layers=2,
        width=64,
        heads=4,
        kv_numbers=2 * 2 * (16 + 16),
        vocabulary=320,
        chat_template=True,
    )
    need = need_of(header, context=4096)
    assert need.weights == header.size
    assert need.cache == 2048 * header.kv_numbers * 2  # no more context than the model has


def test_that_our_reader_agrees_with_the_format_s_own_library(tmp_path: Path) -> None:
    gguf = pytest.importorskip("gguf")
    numpy = pytest.importorskip("numpy")
    file = tmp_path / "other.gguf"
    writer = gguf.GGUFWriter(str(file), "qwen2")
    writer.add_name("Written by another hand")
    writer.add_block_count(3)
    writer.add_context_length(512)
    writer.add_embedding_length(64)
    writer.add_head_count(4)
    writer.add_head_count_kv([2, 1, 2])
    writer.add_token_list([f"t{n}" for n in range(50)])
    writer.add_tensor("a", numpy.zeros((3, 7), numpy.float32))
    writer.add_tensor("b", numpy.zeros((5,), numpy.float16))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    header = read_header(file)
    assert (header.architecture, header.layers, header.vocabulary) == ("qwen2", 3, 50)
    assert (header.parameters, header.kv_numbers) == (26, 5 * 32)


def test_that_a_file_cut_anywhere_is_refused(tiny: Path) -> None:
    whole = tiny.read_bytes()
    for length in (0, 3, 4, 12, 24, 100, 2000, len(whole) // 2, len(whole) - 1):
        tiny.write_bytes(whole[:length])
        with pytest.raises(NotAModel):
            read_header(tiny)


@pytest.mark.parametrize(
    ("extra", "says"),
    [
        ([pair("split.count", U32, 3)], "one of several parts"),
        ([pair("general.type", STRING, "adapter")], "no model by itself"),
        ([pair("llama.block_count", U32, 9)], "damaged"),
        ([pair("general.alignment", U32, 0)], "damaged"),
        ([text("odd") + struct.pack("<I", 99)], "damaged"),
        ([text("a") + struct.pack("<IIQ", ARRAY, STRING, 2**60)], "damaged"),
        ([text("a") + struct.pack("<IIQ", ARRAY, U64, 2**40)], "damaged"),
        ([text("a") + struct.pack("<IIQ", ARRAY, ARRAY, 1)], "damaged"),
        ([text("a") + struct.pack("<IQ", STRING, 2**62)], "damaged"),
    ],
)
def test_that_a_header_is_not_believed(tmp_path: Path, extra: list[bytes], says: str) -> None:
    file = tmp_path / "odd.gguf"
    file.write_bytes(gguf_bytes(extra=extra))
    with pytest.raises(NotAModel, match=says):
        read_header(file)


def test_that_mutated_headers_cost_no_more_than_a_sentence(tiny: Path) -> None:
    whole = tiny.read_bytes()
    draw = random.Random(7)
    numbers = [0, 1, 255, 2**31, 2**32 - 1, 2**63, 2**64 - 1]
    refused = 0
    tracemalloc.start()
    for _ in range(ROUNDS):
        mutant = bytearray(whole)
        for _ in range(draw.randint(1, 4)):
            at = draw.randrange(4000)
            if draw.random() < 0.5:
                mutant[at] = draw.randrange(256)
            else:
                mutant[at : at + 8] = struct.pack("<Q", draw.choice(numbers))
        tiny.write_bytes(mutant[: draw.choice([len(mutant), len(mutant), draw.randrange(6000)])])
        try:
            need_of(read_header(tiny))
        except NotAModel:
            refused += 1
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refused > ROUNDS / 3
    assert peak < 20_000_000


def test_that_a_sparse_giant_is_refused_for_its_size(tmp_path: Path, shelf: Shelf) -> None:
    width, rows = 65_536, 800_000  # 200 GB of F32 that take no room on the disk
    tensor = text("token_embd.weight") + struct.pack("<IQQIQ", 2, width, rows, 0, 0)
    pairs = [
        pair("general.architecture", STRING, "llama"),
        pair("llama.block_count", U32, 1),
        pair("llama.embedding_length", U32, width),
    ]
    head = b"GGUF" + struct.pack("<IQQ", 3, 1, len(pairs)) + b"".join(pairs) + tensor
    file = tmp_path / "giant.gguf"
    with file.open("wb") as out:
        out.write(head)
        out.truncate(len(head) + 64 + 4 * width * rows)
    shelf.add(_card(file))
    with pytest.raises(TooLittleMemory, match=r"this computer has .* in all"):
        shelf.ready("giant")


def _card(path: Path) -> Installed:
    state = path.stat()
    return Installed(
        id=path.stem.lower(),
        kind="voice",
        name="Giant",
        path=path,
        sha256="0" * 64,
        size=state.st_size,
        changed_ns=state.st_mtime_ns,
        owned=False,
        origin="file",
    )


# --- memory in words


def test_that_the_memory_needed_is_said_beside_what_is_free() -> None:
    sentence = memory.says(int(1.6 * GIB), Memory(8 * GIB, int(3.1 * GIB)))
    assert sentence == "Needs about 1.6 GB of memory; 3.1 GB are free."
    with pytest.raises(TooLittleMemory, match=r"needs about 4\.0 GB .* 3\.0 GB are free"):
        memory.check_fits("Big", 4 * GIB, Memory(8 * GIB, 3 * GIB))
    memory.check_fits("Unknown", 4 * GIB, Memory(None, None))


def test_that_systems_are_understood_when_they_say_how_much_is_free() -> None:
    linux = "MemTotal:       8000000 kB\nMemFree:  1 kB\nMemAvailable:    3000000 kB\n"
    assert memory.from_meminfo(linux) == Memory(8_000_000 * 1024, 3_000_000 * 1024)
    mac = (
        "Mach Virtual Memory Statistics: (page size of 16384 bytes)\n"
        "Pages free:                               10.\nPages active:             99.\n"
        "Pages inactive:                           20.\nPages speculative:         5.\n"
    )
    assert memory.from_vm_stat(mac, 8 * GIB) == Memory(8 * GIB, 35 * 16384)
    here = memory.memory_now()
    assert here.total is None or here.total > GIB


# --- onto the shelf


def test_that_a_fetched_model_is_ready_with_its_path_hash_and_need(shelf: Shelf) -> None:
    with served(Shop(gguf_bytes())) as shop:
        model = arriving.get(offer_of(shop), shelf, address=shop.address)
        ready = shelf.ready(model.id, memory=PLENTY)
    assert ready.path.read_bytes() == shop.content
    assert ready.sha256 == sha256(shop.content)
    assert ready.need.total > ready.need.weights == len(shop.content)


def test_that_a_fetched_file_that_is_no_model_leaves_nothing(shelf: Shelf) -> None:
    with served(Shop(b"GGUF, or so it says")) as shop, pytest.raises(NotAModel):
        arriving.get(offer_of(shop), shelf, address=shop.address)
    assert shelf.installed() == []
    assert list(shelf.folder.iterdir()) == []


def test_that_a_file_whose_card_was_lost_is_not_fetched_twice(shelf: Shelf) -> None:
    with served(Shop(gguf_bytes())) as shop:
        model = arriving.get(offer_of(shop), shelf, address=shop.address)
        (shelf.folder / f"{model.id}.model.json").unlink()
        assert arriving.get(offer_of(shop), shelf, address=shop.address) == model
        assert len(shop.asked) == 1


def test_that_an_imported_model_is_copied_and_pinned(shelf: Shelf, tiny: Path) -> None:
    model = arriving.import_path(tiny, shelf)
    assert model.path.read_bytes() == tiny.read_bytes()
    assert model.sha256 == sha256(tiny.read_bytes())
    assert arriving.import_path(tiny, shelf).id == model.id  # the same file, once
    assert [m.id for m in shelf.installed()] == ["tiny-q4"]


def test_that_an_import_never_takes_the_place_of_an_offer(shelf: Shelf, tmp_path: Path) -> None:
    file = tmp_path / "qwen2.5-0.5b.gguf"
    file.write_bytes(gguf_bytes(name="Somebody's own"))
    (shelf.folder / "killed.gguf.copying").parent.mkdir(parents=True)
    (shelf.folder / "killed.gguf.copying").write_bytes(b"half a model")
    own = arriving.import_path(file, shelf)
    assert own.id == "qwen2.5-0.5b-file"
    assert list(shelf.folder.glob("*.copying")) == []
    with served(Shop(gguf_bytes())) as shop:
        arriving.get(offer_of(shop), shelf, address=shop.address)
    assert [m.id for m in shelf.installed()] == ["qwen2.5-0.5b", "qwen2.5-0.5b-file"]
    assert shelf.verified(own.id, thoroughly=True) == own


@pytest.mark.parametrize("change", ["flip", "grow", "gone"])
def test_that_a_model_that_is_not_the_pinned_one_is_never_ready(
    shelf: Shelf, tiny: Path, change: str
) -> None:
    model = arriving.import_path(tiny, shelf)
    content = bytearray(model.path.read_bytes())
    content[-1] ^= 1
    if change == "gone":
        model.path.unlink()
    else:
        model.path.write_bytes(content + (b"x" if change == "grow" else b""))
        os.utime(model.path, ns=(1, 1))
    with pytest.raises(UserError):
        shelf.ready(model.id, memory=PLENTY)


def test_that_a_touched_file_is_hashed_once_and_stays_usable(shelf: Shelf, tiny: Path) -> None:
    model = arriving.import_path(tiny, shelf)
    os.utime(model.path, ns=(1, 1))
    assert shelf.ready(model.id, memory=PLENTY).sha256 == model.sha256
    assert shelf.find(model.id).changed_ns == 1


def test_that_removing_deletes_ours_and_never_what_belongs_to_others(
    shelf: Shelf, tiny: Path
) -> None:
    ours = arriving.import_path(tiny, shelf)
    shelf.add(_card(tiny).model_copy(update={"id": "theirs"}))
    shelf.grade_file(ours.id).write_text('{"grade": "usable", "reason": "slow"}')
    assert shelf.grade(ours.id) is not None
    shelf.remove(ours.id)
    shelf.remove("theirs")
    assert list(shelf.folder.iterdir()) == []
    assert tiny.exists()


def test_that_a_card_cannot_make_us_delete_what_lies_elsewhere(shelf: Shelf, tiny: Path) -> None:
    model = arriving.import_path(tiny, shelf)
    card = shelf.folder / f"{model.id}.model.json"
    for place in (str(tiny), "../../Tiny-Q4.gguf", "."):
        card.write_text(json.dumps(json.loads(card.read_text()) | {"path": place}))
        shelf.remove(model.id)
        assert tiny.exists()
        assert shelf.folder.exists()
        card.write_text(json.dumps(json.loads(model.model_dump_json()) | {"path": place}))


def test_that_damaged_cards_cost_only_themselves(shelf: Shelf, tiny: Path) -> None:
    model = arriving.import_path(tiny, shelf)
    for name, content in (("a", "{"), ("b", "[]"), ("c", "\xff"), ("d", model.model_dump_json())):
        (shelf.folder / f"{name}.model.json").write_text(content, encoding="latin-1")
    assert [each.id for each in shelf.installed()] == [model.id]


# --- archives of recognisers


def test_that_a_recogniser_comes_out_of_its_archive(shelf: Shelf, tmp_path: Path) -> None:
    file = tmp_path / "vosk-model-small-xx-0.1.zip"
    file.write_bytes(recogniser_zip(extra=[("__MACOSX/._x", b"x")]))
    model = arriving.import_path(file, shelf)
    assert (model.kind, model.id) == ("recogniser", "vosk-model-small-xx-0.1")
    assert (model.path / "am" / "final.mdl").is_file()
    assert shelf.verified(model.id, thoroughly=True) == model
    (model.path / "am" / "final.mdl").write_text("content of something else\n")
    with pytest.raises(UserError):
        shelf.verified(model.id)
    shelf.remove(model.id)
    assert not model.path.exists()


def test_that_the_folder_of_a_recogniser_is_copied(shelf: Shelf, tmp_path: Path) -> None:
    model = arriving.import_path(make_recogniser(tmp_path / "My Vosk"), shelf)
    assert model.id == "my-vosk"
    assert len(list(model.path.rglob("*.*"))) == 5


def _link() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("v/link")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


@pytest.mark.parametrize(
    "extra",
    [
        [("../outside", b"x")],
        [("v/../../outside", b"x")],
        [("/outside", b"x")],
        [("C:/outside", b"x")],
        [("v\\..\\outside", b"x")],
        [("v/nul.txt", b"x")],
        [("v/A", b"x"), ("v/a", b"y")],
        [(_link(), b"/etc/passwd")],
        [("v/bomb", bytes(40_000_000))],
    ],
)
def test_that_nothing_of_a_hostile_archive_is_written(
    shelf: Shelf, tmp_path: Path, extra: list[tuple[Any, bytes]]
) -> None:
    file = tmp_path / "inside" / "v.zip"
    file.parent.mkdir()
    file.write_bytes(recogniser_zip("v", extra))
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(UserError, match="was not unpacked"):
        unpack(file, tmp_path / "inside" / "target")
    assert sorted(tmp_path.rglob("*")) == before


def test_that_an_archive_that_lies_about_its_sizes_or_is_cut_is_refused(tmp_path: Path) -> None:
    whole = bytearray(recogniser_zip("v"))
    directory = whole.find(b"PK\x01\x02")
    lying = bytearray(whole)
    lying[directory + 24 : directory + 28] = struct.pack("<I", 5)
    many = bytearray(whole)
    many[-12:-8] = struct.pack("<I", 2**32 - 1)
    file = tmp_path / "v.zip"
    for content in (lying, many, whole[:300], b"PK\x03\x04"):
        file.write_bytes(content)
        with pytest.raises(UserError):
            unpack(file, tmp_path / "target")
        assert not (tmp_path / "target").exists()


def test_that_an_archive_without_a_recogniser_leaves_nothing(shelf: Shelf, tmp_path: Path) -> None:
    file = tmp_path / "photos.zip"
    with zipfile.ZipFile(file, "w") as zipped:
        zipped.writestr("photos/one.txt", "x")
    with pytest.raises(UserError, match="no model of the Vosk recogniser"):
        arriving.import_path(file, shelf)
    assert list(shelf.folder.iterdir()) == []


# --- models of other programs


_NOMIC = struct.pack("<Q", 10) + b"nomic-bert"


@pytest.fixture
def furnished(tmp_path: Path) -> Path:
    """A home in which LM Studio, Ollama and Vosk have left models."""
    home = tmp_path / "furnished"
    studio = home / ".lmstudio" / "models" / "maker" / "Some-GGUF"
    studio.mkdir(parents=True)
    big = gguf_bytes(width=1024)
    for name in ("Some-Q4_K_M.gguf", "mmproj-Some.gguf", "Some-00002-of-00003.gguf"):
        (studio / name).write_bytes(big)
    ollama = home / ".ollama" / "models"
    content = gguf_bytes(name="Of Ollama", width=1024)
    digest = sha256(content)
    (ollama / "blobs").mkdir(parents=True)
    (ollama / "blobs" / f"sha256-{digest}").write_bytes(content)
    layers = [{"mediaType": "application/vnd.ollama.image.model", "digest": f"sha256:{digest}"}]
    tags = ollama / "manifests" / "registry.ollama.ai" / "library" / "llama3.2"
    tags.mkdir(parents=True)
    (tags / "1b").write_text(json.dumps({"layers": layers}))
    (tags / "latest").write_text(json.dumps({"layers": layers}))
    evil = [{"mediaType": "application/vnd.ollama.image.model", "digest": "sha256:../../x"}]
    (tags / "evil").write_text(json.dumps({"layers": evil}))
    embedder = gguf_bytes(width=1024).replace(b"\x05\0\0\0\0\0\0\0llama", _NOMIC, 1)
    (studio / "nomic-embed.gguf").write_bytes(embedder)
    (tags / "deep").write_text("[" * 100_000)
    make_recogniser(home / ".cache" / "vosk" / "vosk-model-small-en-us-0.15")
    return home


def test_that_models_of_other_programs_are_found_once_each(furnished: Path) -> None:
    found = discover(furnished, {})
    assert [(f.origin, f.id) for f in found] == [
        ("ollama", "ollama-llama3.2-1b"),
        ("lm-studio", "some-q4_k_m"),
        ("lm-studio", "nomic-embed"),
        ("vosk", "vosk-model-small-en-us-0.15"),
    ]


def test_that_a_found_model_is_used_in_place_and_never_deleted(
    furnished: Path, shelf: Shelf
) -> None:
    for found in discover(furnished, {}):
        if found.id == "nomic-embed":
            continue
        model = arriving.use_in_place(found, shelf)
        assert model.path == found.path
        assert not model.owned
        assert shelf.verified(model.id) == model
        shelf.remove(model.id)
        assert found.path.exists()


def test_that_a_found_model_that_is_not_what_its_name_says_is_refused(
    furnished: Path, shelf: Shelf
) -> None:
    found = discover(furnished, {})[0]
    content = bytearray(found.path.read_bytes())
    content[-1] ^= 1
    found.path.write_bytes(content)
    with pytest.raises(UserError, match="is damaged"):
        arriving.use_in_place(found, shelf)


# --- setting up the engine


def test_that_the_recipe_installs_only_what_is_locked() -> None:
    root = paths.root_dir()
    for command in engine_recipe.build_commands("python", root):
        assert "--require-hashes" in command
        assert Path(command[-1]).is_file()
    locked = (root / engine_recipe.LOCKED).read_text()
    rest = engine_recipe.without(locked, "llama-cpp-python")
    assert f"llama-cpp-python=={catalogue().engine.version}" in locked
    assert "llama-cpp-python" not in rest
    assert rest.count("==") == locked.count("==") - 1


def _python(tmp_path: Path, script: str) -> str:
    """A stand-in for Python that a set-up talks to."""
    file = tmp_path / "bin" / "python"
    file.parent.mkdir()
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return str(file)


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
def test_that_a_build_follows_where_there_is_no_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_recipe, "compiler", lambda: "c++")
    script = 'echo "$@" >> calls; case "$*" in *index-url*) exit 1;; esac; echo "[3/9] Building"'
    python = _python(tmp_path, f"cd {tmp_path}; {script}")
    seen: list[Progress] = []
    SetUp(seen.append, python=python, log=tmp_path / "log").run()
    calls = (tmp_path / "calls").read_text().splitlines()
    assert ["index-url" in call for call in calls] == [False, True, False, False, False]
    assert "--no-build-isolation" in calls[3]
    assert "import llama_cpp" in calls[4]
    assert any(p.sentence() == "Building the engine: step 3 of 9" for p in seen)


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
def test_that_without_a_compiler_the_one_command_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_recipe, "compiler", lambda: "")
    python = _python(tmp_path, 'case "$*" in *index-url*) exit 1;; esac')
    with pytest.raises(UserError, match="Install a compiler with this command"):
        SetUp(python=python, log=tmp_path / "log").run()


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
def test_that_pip_s_complaint_becomes_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_recipe, "compiler", lambda: "c++")
    python = _python(tmp_path, "echo 'ERROR: [Errno 28] No space left on device'; exit 1")
    with pytest.raises(UserError, match="the disk is full"):
        SetUp(python=python, log=tmp_path / "log").run()


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
def test_that_cancelling_a_build_ends_all_that_it_started(tmp_path: Path) -> None:
    python = _python(tmp_path, f"sleep 600 & echo $! > {tmp_path}/pid; echo Collecting cmake; wait")
    seen: list[Progress] = []

    def go_on() -> bool:
        return not any("cmake" in progress.note for progress in seen)

    with pytest.raises(Paused):
        SetUp(seen.append, go_on, python=python, log=tmp_path / "log").run()
    assert _is_gone(int((tmp_path / "pid").read_text()))


def _is_gone(process: int) -> bool:
    """True once the system has buried it, or has it in a coffin."""
    while True:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        state = Path(f"/proc/{process}/stat")
        if state.exists() and state.read_text().split()[2] == "Z":
            return True


# --- the command line


def run(*words: str) -> Any:
    return CliRunner().invoke(app, ["models", *words])


def test_that_the_list_has_all_three_kinds_and_fetches_nothing(
    furnished: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(furnished))
    monkeypatch.setenv("USERPROFILE", str(furnished))
    listed = json.loads(run("--json").stdout)
    assert listed["installed"] == []
    assert len(listed["offered"]) == len(catalogue().models)
    assert {row["program"] for row in listed["found"]} == {"LM Studio", "Ollama", "Vosk"}
    assert "nomic-embed" not in {row["id"] for row in listed["found"]}  # it cannot talk
    assert not paths.user_dir().exists()
    assert "To fetch" in run().stdout


def test_that_one_imports_uses_and_removes_a_model_by_command(tiny: Path) -> None:
    assert run("import", str(tiny)).exit_code == 0
    used = run("use", "tiny-q4", "--json")
    assert used.exit_code == 0
    assert json.loads(run("--json").stdout)["voice"] == "tiny-q4"
    assert run("remove", "tiny-q4").exit_code == 0
    listed = json.loads(run("--json").stdout)
    assert (listed["voice"], listed["installed"]) == ("", [])


def test_that_a_found_model_is_chosen_by_its_id(
    furnished: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(furnished))
    monkeypatch.setenv("USERPROFILE", str(furnished))
    assert run("use", "ollama-llama3.2-1b").exit_code == 0
    assert run("use", "vosk-model-small-en-us-0.15").exit_code == 0
    listed = json.loads(run("--json").stdout)
    assert (listed["voice"], listed["recogniser"]) == (
        "ollama-llama3.2-1b",
        "vosk-model-small-en-us-0.15",
    )
    assert run("use", "scripted").exit_code == 0
    assert json.loads(run("--json").stdout)["voice"] == ""


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("get", "nope"), 1, "No model is called"),
        (("use", "qwen2.5-0.5b"), 1, "Fetch it with"),
        (("use", "nope"), 1, "is not here"),
        (("remove", "nope"), 1, "is not here"),
        (("import", "no-such-file"), 1, "There is no file"),
        (("info", "no-such-file"), 1, "is not there"),
        (("get",), 2, "Missing argument"),
        (("nonsense",), 2, "No such command"),
    ],
)
def test_that_wrong_words_get_a_sentence(words: tuple[str, ...], code: int, says: str) -> None:
    done = run(*words)
    assert done.exit_code == code
    assert says in done.stderr


def test_that_info_tells_what_a_file_is(tiny: Path) -> None:
    facts = json.loads(run("info", str(tiny), "--json").stdout)
    assert facts["architecture"] == "llama"
    assert facts["need"]["total"] > facts["size"]
    assert facts["says"].startswith("Needs about")


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_that_control_c_pauses_and_says_how_to_go_on(home: Path) -> None:
    offer = catalogue().offer("qwen2.5-0.5b")
    code = (
        "import sys; from simtrainer.engines.models import arriving, catalogue; "
        "real, place = arriving.get, sys.argv.pop(); "
        "arriving.get = lambda offer, shelf, report: real(offer, shelf, report, address=place); "
        "from simtrainer.cli import main; main()"
    )
    halfway = threading.Event()
    with served(Shop(random.Random(3).randbytes(3_000_000), wait=halfway)) as shop:
        shop.lies_about_length = offer.size - len(shop.content)
        child = subprocess.Popen(
            [sys.executable, "-c", code, "models", "get", offer.id, shop.address],
            stderr=subprocess.PIPE,
            text=True,
        )
        part = home / "models" / f"{offer.id}.gguf.part"
        while not part.exists() or part.stat().st_size < 1_000_000:
            assert child.poll() is None
        child.send_signal(signal.SIGINT)
        _, said = child.communicate(timeout=20)
        halfway.set()
    assert child.returncode == 1
    assert "The same command goes on from here" in said
    assert part.stat().st_size >= 1_000_000
