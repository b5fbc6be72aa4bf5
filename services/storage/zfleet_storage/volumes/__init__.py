# SPDX-License-Identifier: Apache-2.0
"""SCSI volumes over FCP: devices, templates, connectors, attachments, boot maps."""
