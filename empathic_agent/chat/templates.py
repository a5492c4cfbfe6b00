"""Finds and renders the templates in `prompts/`. Knows no model.

What people wrote is passed in as values and never read as template.
"""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from empathic_agent.cards.role import with_original
from empathic_agent.resources import DataFolder, data_folder
from empathic_agent.response.in_words import (
    as_quotation,
    quoted,
    strength,
    sureness,
    vad_in_words,
)
from empathic_agent.response.wording import age_in_words


def rendered(template: str, **values: object) -> str:
    """The text of `prompts/TEMPLATE` with `values`, without white space around it.

    Raises:
        jinja2.UndefinedError: the template uses a variable that is not among `values`.
    """
    return _environment().get_template(template).render(values).strip()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(data_folder(DataFolder.PROMPTS)),
        undefined=StrictUndefined,
        # The result is plain text for a model: HTML escapes would only garble it.
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        quoted=quoted,
        as_quotation=as_quotation,
        with_original=with_original,
        sureness=sureness,
        strength=strength,
        vad_in_words=vad_in_words,
        age_in_words=age_in_words,
    )
    return environment
