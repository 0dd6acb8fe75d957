"""What share of a selection meets a further filter, in words."""

from collections.abc import Iterator

from assistant.answer import Statement
from assistant.evidence.evidence import Evidence
from assistant.presentation.phrases import percent, plural


def write_shares(evidence: Evidence) -> Iterator[Statement]:
    """Each share asked for: count, share and interval, with what is asked and of what."""
    for share in evidence.shares:
        one = "determination" if share.of_letters else "disputed item"
        counted = f"{share.n:,} of {plural(share.of, one)}"
        about = f"{share.asked_words}; counted among {share.words}"
        if share.share is None:
            yield Statement(f"{counted}: {about}.", essential=True)
            continue
        low, high = share.interval
        yield Statement(
            f"{counted}, {percent(share.share)} (95 % interval {percent(low)} to {percent(high)}): "
            f"{about}.",
            essential=True,
        )
        if share.of < 5:
            yield Statement(
                f"{'That is' if share.of == 1 else 'Those are'} {plural(share.of, one)}, too few "
                "to show a pattern.",
                essential=True,
            )
