from tests.platform_api.fixtures import nobody_has_failed, notes

__all__ = ["nobody_has_failed", "notes"]
