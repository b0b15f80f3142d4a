#!/bin/bash
# Workers as a Slurm array: FEELING_QUEUE=redis://login-node:6379 sbatch slurm.sh
# They see the same file system as the submitter. Slurm sends SIGTERM before the time is up; what is read then is handed back.
#SBATCH --job-name=feeling-worker
#SBATCH --array=1-20
#SBATCH --cpus-per-task=4
#SBATCH --mem=4G
#SBATCH --time=08:00:00
#SBATCH --signal=B:TERM@60
set -euo pipefail
: "${FEELING_QUEUE:?set it to the address of the Redis or Valkey server}"
npx feeling worker --concurrency "${SLURM_CPUS_PER_TASK:-1}" --log json &
worker=$!
trap 'kill -TERM "$worker"; wait "$worker"' TERM
wait "$worker"
