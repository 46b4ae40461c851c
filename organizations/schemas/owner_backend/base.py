"""The owner's connection, for changes of the schema: django-tenants' own, made for many schemas."""

from typing import Any

from django_tenants.postgresql_backend import base

from organizations.schemas.owner_backend.introspection import SchemaIntrospection
from organizations.schemas.owner_backend.schema import SchemaEditor


class DatabaseWrapper(base.DatabaseWrapper):  # type: ignore[misc]  # django-tenants says nothing of its types
    SchemaEditorClass = SchemaEditor

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.introspection = SchemaIntrospection(self)
        self.executed: list[str] | None = None  # what schema editors run is noted here while it is a list
