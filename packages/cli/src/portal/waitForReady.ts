import type { Supervisor } from '../processes/Supervisor';

const POLL_MILLISECONDS = 500;

/** Waits until a URL answers with success. The supervisor tells when its process ended instead. */
export async function waitForReady(
  url: string,
  supervisor: Supervisor,
): Promise<void> {
  while (!(await answers(url))) {
    supervisor.signal.throwIfAborted();
    await new Promise(resolve => setTimeout(resolve, POLL_MILLISECONDS));
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
