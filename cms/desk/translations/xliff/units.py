"""The translation units of a page: reading them, and storing translated ones."""

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
    """One text, or one paragraph of a rich text; `target` is None if it is not translated."""

    id: str
    label: str
    source: Run
    target: Run | None
    reference: Run
    """The run whose marks have the attributes of the translation."""


Pairs = Sequence[tuple[RawBlock, RawBlock | None]]


@dataclass(frozen=True, slots=True)
class TranslationPair:
    """A page, its translation, and the version of the page that was last translated."""

    source: Page
    translation: Page
    followed: Page | None

    def units(self) -> list[Unit]:
        """Return the units in the order of the page; raises XliffError."""
        units: list[Unit] = []
        for name, field in fields(self.source).items():
            label = str(field.verbose_name).capitalize()
            if isinstance(field, StreamField):
                units += self._units_of_stream(field, label)
                continue
            source_text, translated_text = (
                getattr(self.source, name),
                getattr(self.translation, name),
            )
            changed_field(field, source_text, _collector(units, label, {name: translated_text}))
        return units

    def translated(self, targets: Mapping[str, Run]) -> dict[str, Any]:
        """Return the fields of the translation with these targets, by the ids of their values.

        The text of the translation is kept for units without a target.
        """
        values: dict[str, Any] = {}
        for name, field in fields(self.source).items():
            source_text, translated_text = (
                getattr(self.source, name),
                getattr(self.translation, name),
            )
            if isinstance(field, StreamField):
                values[name] = field.to_python(self._stream(field, targets))
            else:
                change = _translator({name: source_text}, {name: translated_text}, targets)
                values[name] = changed_field(field, source_text, change)
        return values

    def _units_of_stream(self, field: Any, label: str) -> Iterator[Unit]:
        for source_block, translated_block in self._pairs(field.name):
            block = field.stream_block.child_blocks.get(source_block["type"])
            units: list[Unit] = []
            place = f"{field.name}/{source_block['id']}"
            texts = _places(field, translated_block, place)
            name = f"{label}: {block.label if block else source_block['type']}"
            changed_block(field.stream_block, source_block, place, _collector(units, name, texts))
            yield from units

    def _stream(self, field: Any, targets: Mapping[str, Run]) -> list[RawBlock]:
        """Return the translation's blocks with the targets, and with blocks added to the source.

        An added block is inserted after the block that it follows in the source.
        """
        blocks = raw_blocks(self.translation, field.name)
        after = 0
        for source_block, translated_block in self._pairs(field.name):
            place = f"{field.name}/{source_block['id']}"
            sources, texts = (
                _places(field, source_block, place),
                _places(field, translated_block, place),
            )
            base = source_block
            if translated_block and _has_all(translated_block, source_block, texts, sources):
                base = translated_block
            change = _translator(sources, texts, targets)
            block = changed_block(field.stream_block, base, place, change)
            if translated_block is None:
                blocks.insert(after, block)
            else:
                after = blocks.index(translated_block)
                blocks[after] = block | {"id": translated_block["id"]}
            after += 1
        return blocks

    def _pairs(self, name: str) -> Pairs:
        """Return the blocks to translate, each with the block of the translation, or None.

        Copied blocks are paired by their ids; blocks removed from the translation are
        omitted. Without common ids, blocks are paired by position if their types are the same.
        """
        blocks = raw_blocks(self.source, name)
        translated_blocks = raw_blocks(self.translation, name)
        by_id = {each["id"]: each for each in translated_blocks}
        if not translated_blocks or any(each["id"] in by_id for each in blocks):
            followed_blocks = raw_blocks(self.followed, name) if self.followed else []
            followed_ids = {each["id"] for each in followed_blocks}
            to_translate = [
                each for each in blocks if each["id"] in by_id or each["id"] not in followed_ids
            ]
            return [(each, by_id.get(each["id"])) for each in to_translate]
        if [each["type"] for each in blocks] != [each["type"] for each in translated_blocks]:
            raise XliffError(
                f"The blocks of “{self.translation.title}” do not match those of "
                f"“{self.source.title}”: translate this page by hand."
            )
        return list(zip(blocks, translated_blocks, strict=True))


def _places(field: Any, block: RawBlock | None, place: str) -> dict[str, str]:
    texts = text_places(field.stream_block, block) if block else {}
    return {place + suffix: text for suffix, text in texts.items()}


def _has_all(
    translated_block: RawBlock,
    source_block: RawBlock,
    texts: Mapping[str, str],
    sources: Mapping[str, str],
) -> bool:
    """Return whether the translation's block has a place for each text of the source's."""
    return translated_block["type"] == source_block["type"] and texts.keys() >= sources.keys()


def _matching(source: str, translation: str) -> tuple[list[Run], list[Run] | None]:
    """Return the runs of both; None for those of the translation if their marks differ."""
    runs, translated_runs = runs_of(source), runs_of(translation)
    aligned_runs = [
        aligned(run, translated_run)
        for run, translated_run in zip(runs, translated_runs, strict=False)
    ]
    matching = [run for run in aligned_runs if run is not None]
    return runs, matching if len(runs) == len(translated_runs) == len(matching) else None


def _collector(units: list[Unit], label: str, texts: Mapping[str, str]) -> Change:
    """Return a change that appends units and changes no text; `texts` are the translations."""

    def collect(place: str, text: str, is_rich: bool) -> str:
        translated_text = texts.get(place, "")
        if not is_rich:
            run = plain_run(text)
            target = (
                plain_run(translated_text) if translated_text and translated_text != text else None
            )
            units.append(Unit(place, label, run, target, run))
            return text
        runs, translated_runs = _matching(text, translated_text)
        for number, (run, translated_run) in enumerate(
            zip(runs, translated_runs or runs, strict=True)
        ):
            target = translated_run if plain_text(translated_run) != plain_text(run) else None
            units.append(Unit(f"{place}:{number}", label, run, target, translated_run))
        return text

    return collect


def _translator(
    sources: Mapping[str, str], texts: Mapping[str, str], targets: Mapping[str, Run]
) -> Change:
    """Return the change that translates texts; `sources` and `texts` are by place."""

    def translate(place: str, text: str, is_rich: bool) -> str:
        source, translated_text = sources.get(place), texts.get(place, "")
        if source is None:
            return text
        if not is_rich:
            return plain_text(targets[place]) if place in targets else translated_text or text
        runs, translated_runs = _matching(source, translated_text)
        new_runs = [targets.get(f"{place}:{number}") for number in range(len(runs))]
        if not any(new_runs):
            return translated_text or text
        return replace_runs(
            source, lambda number, run: new_runs[number] or (translated_runs or runs)[number]
        )

    return translate
