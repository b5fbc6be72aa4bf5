# SPDX-License-Identifier: Apache-2.0
"""atvol.sh and devol.sh: bring up and take down a SCSI volume behind FCP devices."""

from __future__ import annotations

from zfleet_guest.first_boot.script import Result, array, fact, script, variable
from zfleet_guest.system_spec import VolumeSetup

ATTACH_FILE_NAME = ("atvol", "sh")
DETACH_FILE_NAME = ("devol", "sh")

# Exit codes of both scripts.
MULTIPATH_FAILED, INTERRUPTED, NO_PORT, NO_LUN, IN_USE = 1, 2, 3, 4, 5

_FUNCTIONS = r"""
trap 'exit 2' HUP INT TERM
rule=/etc/udev/rules.d/57-zfleet-volume-$lun-${wwpns[0]}.rules
zfcp=/sys/bus/ccw/drivers/zfcp
# Prints the names of the volume's SCSI disks, one for each path that there is.
paths() {
  local device fcp wwpn
  for device in /sys/bus/scsi/devices/*:*; do
    [ "$(cat "$device/fcp_lun" 2>/dev/null)" = "0x$lun" ] || continue
    for fcp in "${fcps[@]}"; do
      [ "$(cat "$device/hba_id" 2>/dev/null)" = "0.0.$fcp" ] || continue
      for wwpn in "${wwpns[@]}"; do
        [ "$(cat "$device/wwpn" 2>/dev/null)" != "0x$wwpn" ] || ls "$device/block" 2>/dev/null
      done
    done
  done
}
wwid_of() {
  local program
  for program in /usr/lib/udev/scsi_id /lib/udev/scsi_id; do
    if [ -x $program ]; then $program --page=0x83 --whitelisted --device="/dev/$1"; return; fi
  done
}
map_of() {
  dmsetup ls --target multipath --exec echo 2>/dev/null | sed 's:^/dev/mapper/::' | while read -r map; do
    [ "$(dmsetup info -c --noheadings -o uuid "$map" 2>/dev/null)" != "mpath-$1" ] || echo "$map"
  done
}
reload() {
  udevadm control --reload
  udevadm trigger --subsystem-match=block --action=change
  udevadm settle --timeout=30
}
"""

_ATTACH = r"""
modprobe zfcp 2>/dev/null || true
for fcp in "${fcps[@]}"; do
  if command -v cio_ignore >/dev/null; then cio_ignore -r "0.0.$fcp" >/dev/null 2>&1 || true; fi
  if command -v chzdev >/dev/null; then chzdev --enable --yes --no-root-update zfcp-host "0.0.$fcp"
  elif command -v zfcp_host_configure >/dev/null; then zfcp_host_configure "0.0.$fcp" 1
  else chccwdev -e "0.0.$fcp"
  fi
done
# Ports and LUNs are found by the kernel in its own time.
any_port() { local fcp wwpn
  for fcp in "${fcps[@]}"; do for wwpn in "${wwpns[@]}"; do
    [ ! -e "$zfcp/0.0.$fcp/0x$wwpn" ] || return 0
  done; done
  return 1
}
waited=0
until any_port; do
  [ $waited -lt 300 ] || { echo "no FCP device sees any of the ports ${wwpns[*]}" >&2; exit 3; }
  sleep 0.2; waited=$((waited + 1))
done
for fcp in "${fcps[@]}"; do for wwpn in "${wwpns[@]}"; do
  [ -e "$zfcp/0.0.$fcp/0x$wwpn" ] || continue
  if command -v chzdev >/dev/null; then
    chzdev --enable --yes --no-root-update zfcp-lun "0.0.$fcp:0x$wwpn:0x$lun"
  elif command -v zfcp_disk_configure >/dev/null; then zfcp_disk_configure "0.0.$fcp" "0x$wwpn" "0x$lun" 1
  else
    [ -e "$zfcp/0.0.$fcp/0x$wwpn/0x$lun" ] || echo "0x$lun" > "$zfcp/0.0.$fcp/0x$wwpn/unit_add" 2>/dev/null
    grep -qsx "0.0.$fcp 0x$wwpn 0x$lun" /etc/zfcp.conf || echo "0.0.$fcp 0x$wwpn 0x$lun" >> /etc/zfcp.conf
  fi
done; done
waited=0
until [ -n "$(paths)" ]; do
  [ $waited -lt 300 ] || { echo "LUN 0x$lun is not seen behind the ports" >&2; exit 4; }
  sleep 0.2; waited=$((waited + 1))
done
udevadm settle --timeout=30
wwid=$(wwid_of "$(paths | head -n 1)")
[ -n "$wwid" ] || { echo "LUN 0x$lun has no identification" >&2; exit 4; }
if [ "$multipath" = yes ]; then
  if command -v mpathconf >/dev/null; then mpathconf --enable --with_multipathd y || exit 1; fi
  if command -v systemctl >/dev/null; then systemctl start multipathd || exit 1
  else service multipathd start || exit 1
  fi
  waited=0
  until [ -n "$(map_of "$wwid")" ]; do
    [ $((waited % 25)) != 0 ] || multipath >/dev/null 2>&1
    [ $waited -lt 150 ] || { echo "there is no multipath map of $wwid" >&2; exit 1; }
    sleep 0.2; waited=$((waited + 1))
  done
fi
if [ -n "$link" ]; then
  if [ "$multipath" = yes ]; then match="KERNEL==\"dm-*\", ENV{DM_UUID}==\"mpath-$wwid\""
  else match="KERNEL==\"sd*[!0-9]\", ENV{ID_SERIAL}==\"$wwid\""
  fi
  echo "SUBSYSTEM==\"block\", $match, SYMLINK+=\"$link\"" > "$rule"
  reload
fi
"""

_DETACH = r"""
found=$(paths)
if [ -n "$found" ]; then
  wwid=$(wwid_of "$(echo "$found" | head -n 1)")
  if [ "$multipath" = yes ] && [ -n "$wwid" ]; then
    for map in $(map_of "$wwid"); do
      multipath -f "$map" || { echo "the multipath map $map is in use" >&2; exit 5; }
    done
  fi
fi
for fcp in "${fcps[@]}"; do for wwpn in "${wwpns[@]}"; do
  if command -v chzdev >/dev/null; then
    chzdev --disable --yes --no-root-update --force zfcp-lun "0.0.$fcp:0x$wwpn:0x$lun" >/dev/null 2>&1
  elif command -v zfcp_disk_configure >/dev/null; then
    zfcp_disk_configure "0.0.$fcp" "0x$wwpn" "0x$lun" 0 >/dev/null 2>&1
  elif [ -w /etc/zfcp.conf ]; then sed -i "/^0\.0\.$fcp 0x$wwpn 0x$lun\$/d" /etc/zfcp.conf
  fi
done; done
for disk in $(paths); do
  blockdev --flushbufs "/dev/$disk" 2>/dev/null
  echo 1 > "/sys/block/$disk/device/delete"
done
rm -f "$rule"
reload
for fcp in "${released[@]}"; do
  if command -v chzdev >/dev/null; then chzdev --disable --yes --no-root-update --force zfcp-host "0.0.$fcp"
  elif command -v zfcp_host_configure >/dev/null; then zfcp_host_configure "0.0.$fcp" 0
  else chccwdev -d "0.0.$fcp"
  fi
done
[ -z "$(paths)" ] || exit 5
"""


def attach_script(volume: VolumeSetup, result: Result) -> bytes:
    """atvol.sh. Done a second time it finds everything done."""
    return script([_fact("attach-volume", volume)], [*_variables(volume), _FUNCTIONS, _ATTACH], result)


def detach_script(volume: VolumeSetup, result: Result) -> bytes:
    """devol.sh. A volume that is not there is no failure."""
    facts = [_fact("detach-volume", volume)]
    return script(facts, [*_variables(volume), _FUNCTIONS, _DETACH], result)


def _variables(volume: VolumeSetup) -> list[str]:
    return [
        array("fcps", [number.lower() for number in volume.fcp_devices]),
        array("wwpns", volume.target_wwpns),
        variable("lun", volume.lun),
        variable("multipath", "yes" if volume.multipath else ""),
        variable("link", volume.mount_point.removeprefix("/dev/")),
        array("released", [number.lower() for number in volume.released_fcp_devices]),
    ]


def _fact(verb: str, volume: VolumeSetup) -> str:
    return fact(
        verb,
        fcp=volume.fcp_devices,
        wwpn=volume.target_wwpns,
        lun=volume.lun,
        mount_point=volume.mount_point,
        multipath=volume.multipath,
        released=volume.released_fcp_devices,
    )
