"""The units of a page: what there is to translate, what is translated, and how to store it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wagtail.fields import StreamField
from wagtail.models import Page

from cms.desk.translations.xliff.content import (
    Change,
    RawBlock,
    changed_block,
    changed_field,
    fields,
    raw_blocks,
    text_places,
)
from cms.desk.translations.xliff.errors import XliffError
from cms.desk.translations.xliff.runs import (
    Run,
    aligned,
    plain_run,
    plain_text,
    replace_runs,
    runs_of,
)


@dataclass(frozen=True, slots=True)
class Unit:
    """One text, or one paragraph of a rich text; `target` is None while it is not translated."""

    id: str
    label: str
    source: Run
    target: Run | None
    reference: Run
    """The run whose marks have the attributes of the translation."""


Pairs = Sequence[tuple[RawBlock, RawBlock | None]]


@dataclass(frozen=True, slots=True)
class Twins:
    """A page, its translation, and the page as it was when it was last translated."""

    source: Page
    translation: Page
    followed: Page | None

    def units(self) -> list[Unit]:
        """Return the units in the order of the page; raises XliffError."""
        found: list[Unit] = []
        for name, field in fields(self.source).items():
            label = str(field.verbose_name).capitalize()
            if isinstance(field, StreamField):
                found += self._units_of_stream(field, label)
                continue
            here, there = getattr(self.source, name), getattr(self.translation, name)
            changed_field(field, here, _collector(found, label, {name: there}))
        return found

    def translated(self, targets: Mapping[str, Run]) -> dict[str, Any]:
        """Return the fields of the translation with these targets, by the ids of their units.

        Where a target is missing, the text of the translation is kept.
        """
        found: dict[str, Any] = {}
        for name, field in fields(self.source).items():
            here, there = getattr(self.source, name), getattr(self.translation, name)
            if isinstance(field, StreamField):
                found[name] = field.to_python(self._stream(field, targets))
            else:
                change = _translator({name: here}, {name: there}, targets)
                found[name] = changed_field(field, here, change)
        return found

    def _units_of_stream(self, field: Any, label: str) -> Iterator[Unit]:
        for here, there in self._pairs(field.name):
            block = field.stream_block.child_blocks.get(here["type"])
            found: list[Unit] = []
            place = f"{field.name}/{here['id']}"
            texts = _places(field, there, place)
            name = f"{label}: {block.label if block else here['type']}"
            changed_block(field.stream_block, here, place, _collector(found, name, texts))
            yield from found

    def _stream(self, field: Any, targets: Mapping[str, Run]) -> list[RawBlock]:
        """Return the translation's blocks with the targets, and those that are new in the source.

        A new block comes after the block that it follows in the source.
        """
        blocks = raw_blocks(self.translation, field.name)
        after = 0
        for here, there in self._pairs(field.name):
            place = f"{field.name}/{here['id']}"
            sources, texts = _places(field, here, place), _places(field, there, place)
            base = there if there and _has_all(there, here, texts, sources) else here
            change = _translator(sources, texts, targets)
            block = changed_block(field.stream_block, base, place, change)
            if there is None:
                blocks.insert(after, block)
            else:
                after = blocks.index(there)
                blocks[after] = block | {"id": there["id"]}
            after += 1
        return blocks

    def _pairs(self, name: str) -> Pairs:
        """Return the blocks to translate, each with that of the translation.

        Copied blocks are paired by their ids; what an editor took out of the translation is left
        out. Blocks without common ids are paired by their places if their types are the same.
        """
        blocks = raw_blocks(self.source, name)
        twins = raw_blocks(self.translation, name)
        by_id = {each["id"]: each for each in twins}
        if not twins or any(each["id"] in by_id for each in blocks):
            before = raw_blocks(self.followed, name) if self.followed else []
            known = {each["id"] for each in before}
            wanted = [each for each in blocks if each["id"] in by_id or each["id"] not in known]
            return [(each, by_id.get(each["id"])) for each in wanted]
        if [each["type"] for each in blocks] != [each["type"] for each in twins]:
            raise XliffError(
                f"The blocks of “{self.translation.title}” do not match those of "
                f"“{self.source.title}”: translate this page by hand."
            )
        return list(zip(blocks, twins, strict=True))


def _places(field: Any, block: RawBlock | None, place: str) -> dict[str, str]:
    found = text_places(field.stream_block, block) if block else {}
    return {place + rest: text for rest, text in found.items()}


def _has_all(
    there: RawBlock, here: RawBlock, texts: Mapping[str, str], sources: Mapping[str, str]
) -> bool:
    """Return whether the translation's block has a place for each text of the source's."""
    return there["type"] == here["type"] and texts.keys() >= sources.keys()


def _matching(source: str, translation: str) -> tuple[list[Run], list[Run] | None]:
    """Return the runs of both, or None for the translation's where their marks differ."""
    runs, twins = runs_of(source), runs_of(translation)
    found = [aligned(run, twin) for run, twin in zip(runs, twins, strict=False)]
    alike = [run for run in found if run is not None]
    return runs, alike if len(runs) == len(twins) == len(alike) else None


def _collector(found: list[Unit], label: str, texts: Mapping[str, str]) -> Change:
    """Return a change that changes nothing and appends the units; `texts` are translations."""

    def collect(place: str, text: str, is_rich: bool) -> str:
        there = texts.get(place, "")
        if not is_rich:
            run = plain_run(text)
            target = plain_run(there) if there and there != text else None
            found.append(Unit(place, label, run, target, run))
            return text
        runs, twins = _matching(text, there)
        for number, (run, twin) in enumerate(zip(runs, twins or runs, strict=True)):
            target = twin if plain_text(twin) != plain_text(run) else None
            found.append(Unit(f"{place}:{number}", label, run, target, twin))
        return text

    return collect


def _translator(
    sources: Mapping[str, str], texts: Mapping[str, str], targets: Mapping[str, Run]
) -> Change:
    """Return the change that translates; `sources` and `texts` are the texts by their places."""

    def translate(place: str, text: str, is_rich: bool) -> str:
        source, there = sources.get(place), texts.get(place, "")
        if source is None:
            return text
        if not is_rich:
            return plain_text(targets[place]) if place in targets else there or text
        runs, twins = _matching(source, there)
        new = [targets.get(f"{place}:{number}") for number in range(len(runs))]
        if not any(new):
            return there or text
        return replace_runs(source, lambda number, run: new[number] or (twins or runs)[number])

    return translate
