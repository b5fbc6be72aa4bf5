# SPDX-License-Identifier: Apache-2.0
"""What every service process needs besides its own logic."""
