"""Static files by content. Modules that our modules import carry their hash too: a page never mixes versions."""

from whitenoise.storage import CompressedManifestStaticFilesStorage as Compressed

MODULES = Compressed._js_module_import_aggregation_patterns[1]


class HashedModulesStorage(Compressed):  # type: ignore[misc]  # whitenoise ships no types
    # Django offers this for all scripts or none; in those of other people it stumbles over imports in comments.
    patterns = (*Compressed.patterns, ("interviews/*.js", MODULES), ("js/*.js", MODULES))
    max_post_process_passes = 20  # one for each step of the longest chain of imports
