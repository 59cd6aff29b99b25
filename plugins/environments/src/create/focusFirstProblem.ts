const FOCUSABLE = 'input, textarea, button';

/** Leads whoever could not send a form to the first field that is wrong, which may be far above. */
export function focusFirstProblem(form: HTMLFormElement | null): void {
  const wrong = form?.querySelector<HTMLElement>('[aria-invalid="true"]');
  const field = wrong?.matches(FOCUSABLE)
    ? wrong
    : wrong?.querySelector<HTMLElement>(FOCUSABLE);
  field?.focus();
}
