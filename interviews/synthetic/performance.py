"""A character, its voice and its tab put together: for the rehearsal and the sandbox."""

from interviews.plan import Plan
from interviews.synthetic.characters import CHARACTERS
from interviews.synthetic.client import Tab, Way
from interviews.synthetic.conversation import Conversation, Pace, Tell
from interviews.synthetic.links import Link
from interviews.synthetic.voice import Voice
from providers.config import AIConfig
from providers.registry import Providers

PACE = Pace()


def conversation(
    character: str,
    link: Link,
    *,
    ai: AIConfig,
    tier: str,
    language: str,
    plan: Plan | None,
    way: Way = "auto",
    pace: Pace = PACE,
    tell: Tell = lambda _speaker, _text: None,
) -> Conversation:
    """`await ... .take()` is the whole interview. Raises ConfigurationError where nothing gives the tier a voice."""
    return Conversation(
        tab=Tab([link], way=way),
        link=link,
        character=CHARACTERS[character],
        voice=Voice(Providers(ai).tts(tier), language),
        plan=plan,
        pace=pace,
        tell=tell,
    )
