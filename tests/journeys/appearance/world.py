"""What was seeded, as a test knows it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^()]*\)")


@dataclass(frozen=True)
class World:
    """Who looks: `sessions` of those who have logged in, `slugs` of their organizations. `values` fill addresses."""

    sessions: dict[str, str] = field(default_factory=dict)
    slugs: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)

    def address(self, route: str, who: str, given: Mapping[str, str]) -> str:
        """`given`: for a parameter of the route the name of another value than that of its own name, or the value."""

        def value(found: re.Match[str]) -> str:
            name = found[1] or found[2]
            return self.slugs[who] if name == "slug" else self.values.get(given.get(name, name), given.get(name, name))

        return PARAMETER.sub(value, route)
