#!/usr/bin/env bash
# Try the Slurm path for real: a Slurm of one node from Debian's packages, listening on 127.0.0.1 only, runs a small
# study through executor=slurm while one of its jobs is killed, and the outcomes are compared with those of processes.
#
#   sudo PYTHON=.venv/bin/python experiments/slurm_one_node.sh
#
# Needs root and the extra `cluster` (dask, distributed, dask-jobqueue). Everything it starts it stops again; packages
# it installs stay. Debian 12 has Slurm 22.05.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
PYTHON="$(realpath -s "${PYTHON:-.venv/bin/python}")"
STUDY=(compare '+intervention=[takedown,licensing]' ecosystem=small replicates="${REPLICATES:-40}" -q)

if [ "$(id -u)" -ne 0 ]; then echo "error: Slurm's daemons need root" >&2; exit 2; fi
"$PYTHON" -c 'import dask_jobqueue' || { echo "error: pip install 'barrierlife[cluster]' first" >&2; exit 2; }
if ! command -v slurmctld >/dev/null || ! command -v slurmd >/dev/null || ! command -v munged >/dev/null; then
  # The daemons are started below, not by the packages.
  policy=/usr/sbin/policy-rc.d
  made=no
  if [ ! -e "$policy" ]; then printf '#!/bin/sh\nexit 101\n' > "$policy"; chmod +x "$policy"; made=yes; fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends slurmctld slurmd slurm-client munge
  if [ "$made" = yes ]; then rm -f "$policy"; fi
fi

place="$(mktemp -d)"
chmod 755 "$place"
started=()
stop() {
  for ((i = ${#started[@]} - 1; i >= 0; i--)); do kill "${started[$i]}" 2>/dev/null || true; done
  sleep 3
  for pid in "${started[@]}"; do kill -9 "$pid" 2>/dev/null || true; done
  rm -rf "$place"
}
trap stop EXIT

host="$(hostname -s)"
mkdir -p "$place"/{state,spool,munge}
# munged insists on a key, a socket and folders that nobody else can write to
dd if=/dev/urandom of="$place/munge/key" bs=1 count=1024 status=none
chown -R munge: "$place/munge"
chmod 700 "$place/munge"
chmod 400 "$place/munge/key"
mkdir -p /run/munge
chown munge: /run/munge
chmod 755 /run/munge
runuser -u munge -- munged --foreground --key-file="$place/munge/key" --log-file="$place/munge/log" \
  --pid-file="$place/munge/pid" --seed-file="$place/munge/seed" --socket=/run/munge/munge.socket.2 \
  >"$place/munged.out" 2>&1 &
started+=($!)

cat > "$place/slurm.conf" <<CONF
ClusterName=one
SlurmctldHost=$host(127.0.0.1)
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=/run/munge/munge.socket.2
CredType=cred/munge
StateSaveLocation=$place/state
SlurmdSpoolDir=$place/spool
SlurmctldPidFile=$place/slurmctld.pid
SlurmdPidFile=$place/slurmd.pid
SlurmctldLogFile=$place/slurmctld.log
SlurmdLogFile=$place/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) RealMemory=4000 State=UNKNOWN
PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP
CONF
export SLURM_CONF="$place/slurm.conf"
slurmctld -D -f "$SLURM_CONF" >"$place/slurmctld.out" 2>&1 &
started+=($!)
slurmd -D -f "$SLURM_CONF" -N "$host" >"$place/slurmd.out" 2>&1 &
started+=($!)
for _ in $(seq 60); do
  if sinfo -h -o %T 2>/dev/null | grep -q idle; then break; fi
  sleep 0.5
done
sinfo || { tail "$place"/*.out "$place"/*.log >&2; exit 1; }

"$PYTHON" -m sim "${STUDY[@]}" output="$place/processes"
"$PYTHON" -m sim "${STUDY[@]}" output="$place/slurm" executor=slurm executor.jobs=2 executor.memory=1GB \
  executor.timeout=120 &
driver=$!
started+=("$driver")
killed=no
while kill -0 "$driver" 2>/dev/null; do
  if [ "$killed" = no ] && compgen -G "$place/slurm/runs/outcomes-*" >/dev/null; then
    job="$(squeue -h -t R -o %A | head -n 1)"
    if [ -n "$job" ]; then scancel -s KILL "$job" && killed=yes && echo "killed job $job"; squeue; fi
  fi
  sleep 0.2
done
wait "$driver"
"$PYTHON" - "$place" "$killed" <<'PY'
import sys
from pathlib import Path

import sim
from sim.studies.storage.provenance import digest

place, killed = Path(sys.argv[1]), sys.argv[2]
one, other = (sim.load(place / name) for name in ("processes", "slurm"))
same = digest(one.effects) == digest(other.effects)
session = other.provenance["sessions"][-1]
print(f"{session['ran']} runs on {session['workers']} Slurm jobs, one killed: {killed}; "
      f"outcomes {'equal, bit for bit' if same else 'DIFFERENT'}")
sys.exit(0 if same else 1)
PY
