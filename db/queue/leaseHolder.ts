/** Names one claim of one job. Whoever lost the lease can no longer write, however late its message arrives. */
export interface LeaseHolder {
  jobId: string;
  lease: string;
}
