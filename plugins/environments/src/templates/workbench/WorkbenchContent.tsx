export function WorkbenchContent() {
  return null;
}
