/** Hands a file to the browser to keep. */
export function saveFile(name: string, content: Blob) {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // Some browsers begin to read only after this.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
