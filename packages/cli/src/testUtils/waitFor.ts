/** Waits for a state; Jest's own timeout ends a wait that is in vain. */
export async function waitFor(
  state: () => boolean | Promise<boolean>,
): Promise<void> {
  while (!(await state())) {
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}
