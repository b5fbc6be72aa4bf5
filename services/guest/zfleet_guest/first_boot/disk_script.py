# SPDX-License-Identifier: Apache-2.0
"""disks.sh: brings disks online, makes a file system where there is none, mounts them now and at every boot."""

from __future__ import annotations

from collections.abc import Sequence

from zfleet_guest.first_boot.script import Result, fact, quoted, script
from zfleet_guest.system_spec import NO_FILE_SYSTEM, SWAP, DiskSetup

FILE_NAME = ("disks", "sh")

_FUNCTIONS = r"""
failed=0
# Prints the block device of a DASD, brought online now and for the next boots.
online() {
  local bus=$1 waited=0 found
  if command -v cio_ignore >/dev/null; then cio_ignore -r "$bus" >/dev/null 2>&1 || true; fi
  if command -v chzdev >/dev/null; then chzdev --enable --yes --no-root-update "dasd" "$bus" >&2
  elif command -v dasd_configure >/dev/null; then dasd_configure "$bus" 1 0 >&2
  else
    chccwdev -e "$bus" >&2
    if [ -d /etc/sysconfig ] && ! grep -qs "^$bus\b" /etc/dasd.conf; then echo "$bus" >> /etc/dasd.conf; fi
  fi
  while [ $waited -lt 150 ]; do
    for found in "/sys/bus/ccw/devices/$bus/block/"*; do
      if [ -b "/dev/${found##*/}" ]; then echo "/dev/${found##*/}"; return 0; fi
    done
    sleep 0.2; waited=$((waited + 1))
  done
  echo "disk $bus does not come online" >&2
  return 1
}
type_of() { blkid -p -o value -s TYPE "$1" 2>/dev/null; }
# Prints the partition to use; makes one only on a disk that has neither partition nor file system.
partition_of() {
  local bus=$1 disk=$2
  if [ -b "${disk}1" ]; then echo "${disk}1"; return 0; fi
  if [ -n "$(type_of "$disk")" ]; then echo "$disk"; return 0; fi
  if [ "$(cat "/sys/bus/ccw/devices/$bus/discipline" 2>/dev/null)" != ECKD ]; then echo "$disk"; return 0; fi
  if [ "$(cat "/sys/bus/ccw/devices/$bus/status" 2>/dev/null)" = unformatted ]; then
    dasdfmt -y -b 4096 -d cdl -f "$disk" >&2 || return 1
  fi
  fdasd -s -a "$disk" >&2 || return 1
  udevadm settle --timeout=30 || true
  [ -b "${disk}1" ] && echo "${disk}1"
}
make() {
  case $2 in
    swap) mkswap "$1" ;;
    xfs | btrfs) "mkfs.$2" -f "$1" ;;
    *) mkfs -t "$2" -F -q "$1" ;;
  esac
}
# fstab has one line for each place: an older one of the same place, or of the same disk, goes.
remember() {
  local uuid=$1 place=$2 type=$3 kept
  kept=$(mktemp /etc/fstab.XXXXXX) || return 1
  uuid="UUID=$uuid" place=$place awk '/^#/ || ($1 != ENVIRON["uuid"] && ($2 != ENVIRON["place"] || $2 == "none"))' \
    /etc/fstab > "$kept" || return 1
  if [ "$type" = swap ]; then echo "UUID=$uuid none swap sw,nofail 0 0" >> "$kept"
  else echo "UUID=$uuid $place $type defaults,nofail 0 2" >> "$kept"
  fi
  chmod --reference=/etc/fstab "$kept" && mv -f "$kept" /etc/fstab
}
setup() {
  local bus=$1 type=$2 place=$3 disk part uuid
  disk=$(online "$bus") || return 1
  [ "$type" != none ] || return 0
  part=$(partition_of "$bus" "$disk") && [ -n "$part" ] || return 1
  if [ -z "$(type_of "$part")" ]; then make "$part" "$type" || return 1; fi
  type=$(type_of "$part"); uuid=$(blkid -p -o value -s UUID "$part")
  [ -n "$type" ] && [ -n "$uuid" ] || return 1
  remember "$uuid" "$place" "$type" || return 1
  if [ "$type" = swap ]; then swapon "$part" 2>/dev/null || grep -qs "^$(readlink -f "$part") " /proc/swaps
  else mkdir -p -- "$place" && { mountpoint -q -- "$place" || mount -- "$place"; }
  fi
}
"""


def disk_script(disks: Sequence[DiskSetup], result: Result) -> bytes:
    """The script. A disk that cannot be set up does not keep it from the others, but from exit code 0."""
    body = [_FUNCTIONS]
    for disk in disks:
        bus = f"0.0.{disk.device_number.lower()}"
        body.append(f"setup {quoted(bus, disk.file_system, disk.mount_point)} || failed=1")
    return script([_fact(disk) for disk in disks], [*body, "[ $failed = 0 ] || exit 1"], result)


def _fact(disk: DiskSetup) -> str:
    if disk.file_system == NO_FILE_SYSTEM:
        return fact("online-disk", device=disk.device_number)
    place = "" if disk.file_system == SWAP else disk.mount_point
    return fact("mount-disk", device=disk.device_number, mount_point=place, file_system=disk.file_system)
