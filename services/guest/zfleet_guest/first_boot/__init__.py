# SPDX-License-Identifier: Apache-2.0
"""What a guest's Linux is given to do at its boot: shell scripts and network files, rendered from checked values."""
