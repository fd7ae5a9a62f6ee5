"""Say which variables of this program's environment a process it starts may see.

Rules: a list of what is passed on, never of what is not: a key may be in a variable of any
name. Every process the program starts gets its environment from here, and no variable that
is passed on can be named as the place of a key (`is_passed_on`).
"""

import os
from collections.abc import Mapping

# Where programs, the person's folders and the libraries of this Python are; the language.
_NEEDED = frozenset(
    [
        "PATH",
        "HOME",
        "USER",
        "LOGNAME",
        "SHELL",
        "TMPDIR",
        "TEMP",
        "TMP",
        "TZ",
        "LANG",
        "LANGUAGE",
        "LC_ALL",
        "LC_COLLATE",
        "LC_CTYPE",
        "LC_MESSAGES",
        "LC_MONETARY",
        "LC_NUMERIC",
        "LC_TIME",
        "LD_LIBRARY_PATH",
        "DYLD_LIBRARY_PATH",
        "PYTHONHOME",
        "PYTHONPATH",
        "PYTHONUSERBASE",
        "PYTHONUTF8",
        "SYSTEMROOT",
        "SYSTEMDRIVE",
        "WINDIR",
        "COMSPEC",
        "PATHEXT",
        "APPDATA",
        "LOCALAPPDATA",
        "PROGRAMDATA",
        "USERPROFILE",
    ]
)
# How the person reaches the network and the package index; a password that stands in one of
# these is there for pip.
_NEEDED_BY_PIP = frozenset(
    [
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "NO_PROXY",
        "SSL_CERT_FILE",
        "SSL_CERT_DIR",
        "REQUESTS_CA_BUNDLE",
        "CURL_CA_BUNDLE",
        "NETRC",
        "XDG_CONFIG_HOME",
        "XDG_CONFIG_DIRS",
    ]
)
_PIP_PREFIX = "PIP_"
# Which processors of this computer the person lets a model use, and how many threads.
_NEEDED_BY_MODELS = frozenset(
    [
        "CUDA_VISIBLE_DEVICES",
        "HIP_VISIBLE_DEVICES",
        "ROCR_VISIBLE_DEVICES",
        "GPU_DEVICE_ORDINAL",
        "OMP_NUM_THREADS",
    ]
)
_MODELS_PREFIX = "GGML_"


def child_environment(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return what any process needs in order to run, and nothing more.

    Args:
        environment: where it is taken from; None is this program's own.
    """
    given = os.environ if environment is None else environment
    return {name: value for name, value in given.items() if name.upper() in _NEEDED}


def pip_environment(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return what pip needs, the person's own settings of index and proxy among it.

    Args:
        environment: where it is taken from; None is this program's own.
    """
    given = os.environ if environment is None else environment
    return child_environment(given) | {
        name: value for name, value in given.items() if _is_for_pip(name.upper())
    }


def model_environment(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return what the process of a local model needs, the choice of processors among it.

    Args:
        environment: where it is taken from; None is this program's own.
    """
    given = os.environ if environment is None else environment
    return child_environment(given) | {
        name: value for name, value in given.items() if _is_for_models(name.upper())
    }


def is_passed_on(name: str) -> bool:
    """Return whether a variable of this name is given to processes; no key may be in it."""
    upper = name.upper()
    return upper in _NEEDED or _is_for_pip(upper) or _is_for_models(upper)


def _is_for_pip(name: str) -> bool:
    return name in _NEEDED_BY_PIP or name.startswith(_PIP_PREFIX)


def _is_for_models(name: str) -> bool:
    return name in _NEEDED_BY_MODELS or name.startswith(_MODELS_PREFIX)
