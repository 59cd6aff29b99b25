/** Prints a document without what is around it in the portal. */
export function printDocument(html: string) {
  const frame = document.createElement('iframe');
  frame.title = 'print';
  frame.style.cssText =
    'position:fixed;width:0;height:0;border:0;visibility:hidden';
  frame.srcdoc = html;
  frame.onload = () => {
    const view = frame.contentWindow;
    if (view) {
      view.onafterprint = () => frame.remove();
      view.focus();
      view.print();
    }
  };
  document.body.append(frame);
}
