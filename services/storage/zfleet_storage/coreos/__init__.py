# SPDX-License-Identifier: Apache-2.0
"""Images of Red Hat CoreOS, which are written together with what their first boot needs."""
