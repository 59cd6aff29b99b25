/** What a page hands to the browser to keep from now on, in its order. */
export function savedFiles(): Blob[] {
  const files: Blob[] = [];
  URL.createObjectURL = jest.fn(file => {
    files.push(file as Blob);
    return 'blob:file';
  });
  URL.revokeObjectURL = jest.fn();
  return files;
}
