"""What the API of fields takes and gives."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from kedang.fields.definitions import Draft
from kedang.fields.queries import Option
from kedang.fields.register import RegisterField
from kedang.fields.template_catalogue import Template
from kedang.fields.views import SavedView
from kedang.kit.doors import Id


class In(BaseModel):
    """Unknown keys are refused: a misspelt one would be lost silently."""

    model_config = ConfigDict(extra="forbid")


class OptionIn(In):
    """A choice. `label` speaks for both languages when only one is known."""

    value: str = Field(min_length=1, max_length=64)
    label: str = Field(default="", max_length=64)
    label_zh: str = Field(default="", max_length=64)
    label_en: str = Field(default="", max_length=64)

    def option(self) -> Option:
        """As the verbs take it."""
        zh = self.label_zh or self.label or self.label_en or self.value
        return Option(self.value.strip(), zh, self.label_en or self.label or zh)


class OptionOut(BaseModel):
    """A choice in the reader's language."""

    value: str
    label: str


class FieldIn(In):
    """A new custom field."""

    code: str
    label_zh: str = ""
    label_en: str = ""
    kinds: list[str] = ["person", "organisation"]
    type: str = "text"
    options: list[OptionIn] = []
    required: bool = False
    sensitivity: str = "clear"
    group: str = "custom"
    order: int | None = Field(default=None, ge=0, le=1_000_000)
    help_zh: str = ""
    help_en: str = ""

    def draft(self) -> Draft:
        """As the verbs take it."""
        plain = self.model_dump(exclude={"options", "order", "kinds", "code"})
        code = self.code.strip().removeprefix("custom:")
        options = tuple(o.option() for o in self.options)
        return Draft(code=code, kinds=tuple(self.kinds), options=options, position=self.order, **plain)


class FieldChange(In):
    """What may change about a custom field."""

    label_zh: str | None = None
    label_en: str | None = None
    kinds: list[str] | None = None
    options: list[OptionIn] | None = None
    required: bool | None = None
    group: str | None = None
    order: int | None = Field(default=None, ge=0, le=1_000_000)
    help_zh: str | None = None
    help_en: str | None = None
    active: bool | None = None

    def changes(self) -> dict[str, Any]:
        """As the verb takes them; `active` is a verb of its own."""
        given = self.model_dump(exclude_none=True, exclude={"active", "order", "options", "kinds"})
        if self.options is not None:
            given["options"] = tuple(o.option() for o in self.options)
        if self.kinds is not None:
            given["kinds"] = tuple(self.kinds)
        return given | ({"position": self.order} if self.order is not None else {})


class ModesOut(BaseModel):
    """What the actor gets of a field, by place."""

    own: str
    other: str
    list: str
    export: str


class FieldOut(BaseModel):
    """One field of the register."""

    code: str
    label: str
    label_zh: str
    label_en: str
    kinds: list[str]
    type: str
    options: list[OptionOut]
    required: bool
    multi: bool
    sensitivity: str
    group: str
    order: int
    custom: bool
    active: bool
    sortable: bool
    filter_ops: list[str]
    help: str
    modes: ModesOut


class FieldSectionOut(BaseModel):
    """A section of the customer page."""

    code: str
    label: str


class FieldsOut(BaseModel):
    """The register."""

    fields: list[FieldOut]
    groups: list[FieldSectionOut]


class TemplateFieldOut(BaseModel):
    """A field a template brings."""

    code: str
    label: str
    type: str
    kinds: list[str]


class TemplateOut(BaseModel):
    """A template."""

    code: str
    label: str
    about: str
    applied: bool
    fields: list[TemplateFieldOut]


class TemplatesOut(BaseModel):
    """Every template."""

    templates: list[TemplateOut]


class AppliedOut(BaseModel):
    """The codes of the fields a template brought or brought back."""

    added: list[str]


class ViewState(In):
    """What a view keeps."""

    filter: list[dict[str, Any]] | None = None
    sort: str | None = Field(default=None, max_length=200)
    columns: list[str] | None = Field(default=None, max_length=200)


class ViewIn(In):
    """A new view."""

    list: str = "customers"
    name: str
    shared: bool = False
    state: ViewState = ViewState()


class ViewChange(In):
    """What may change about a view."""

    name: str | None = None
    shared: bool | None = None
    state: ViewState | None = None


class ViewOut(BaseModel):
    """A saved view."""

    id: Id
    name: str
    list: str
    shared: bool
    mine: bool
    state: dict[str, Any]


def field_out(field: RegisterField, language: str) -> FieldOut:
    """One field for the wire."""
    zh = language.startswith("zh")
    modes = field.modes
    return FieldOut(
        code=field.code,
        label=field.label_zh if zh else field.label_en,
        label_zh=field.label_zh,
        label_en=field.label_en,
        kinds=list(field.kinds),
        type=field.type,
        options=[OptionOut(value=value, label=label) for value, label in field.options],
        required=field.required,
        multi=field.multi,
        sensitivity=field.sensitivity,
        group=field.group,
        order=field.order,
        custom=field.custom,
        active=field.active,
        sortable=field.sortable,
        filter_ops=list(field.filter_ops),
        help=field.help_zh if zh else field.help_en,
        modes=ModesOut(
            own=modes.own.name.lower(),
            other=modes.other.name.lower(),
            list=modes.list.name.lower(),
            export=modes.export.name.lower(),
        ),
    )


def template_out(template: Template, language: str, *, applied: bool) -> TemplateOut:
    """One template for the wire."""
    zh = language.startswith("zh")
    fields = [
        TemplateFieldOut(code=f.code, label=f.label_zh if zh else f.label_en, type=f.type, kinds=list(f.kinds))
        for f in template.fields
    ]
    about = template.about_zh if zh else template.about_en
    return TemplateOut(code=template.code, label=template.label(language), about=about, applied=applied, fields=fields)


def view_out(view: SavedView) -> ViewOut:
    """One view for the wire."""
    return ViewOut(
        id=str(view.id), name=view.name, list=view.list_key, shared=view.shared, mine=view.mine, state=view.state
    )
