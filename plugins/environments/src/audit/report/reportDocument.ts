/** For a document of its own: black on white, and paper breaks between rows. */
const STYLE = `
  @page { size: A4 landscape; margin: 14mm; }
  body { margin: 0 auto; max-width: 72rem; padding: 1rem; color: #111; background: #fff;
    font: 13px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
  @media print { body { padding: 0; } h1 { margin-top: 0; } }
  h1 { font-size: 20px; } h2 { font-size: 15px; margin: 1.6em 0 .5em; break-after: avoid; }
  dl { display: flex; flex-wrap: wrap; gap: 8px 28px; margin: 0; }
  dt { color: #444; } dd { margin: 0; font-size: 20px; font-weight: 600; }
  table { width: 100%; border-collapse: collapse; }
  thead { display: table-header-group; } tr { break-inside: avoid; }
  th, td { padding: 4px 8px; border-bottom: 1px solid #bbb; text-align: left; vertical-align: top;
    font-weight: normal; overflow-wrap: break-word; }
  thead th { font-weight: 600; border-bottom: 2px solid #111; }
  th, time, small code { white-space: nowrap; }
  small { display: block; color: #444; overflow-wrap: anywhere; } code { font-family: monospace; } svg { display: none; } a { color: inherit; }
  pre { padding: 8px; border: 1px solid #bbb; font-size: 11px; white-space: pre-wrap; overflow-wrap: anywhere; }
`;

/**
 * What is on the page as a document of its own, to be printed or kept. It needs
 * nothing from elsewhere, and its links lead back to the portal.
 */
export function toReportDocument(title: string, report: HTMLElement): string {
  const copy = report.cloneNode(true) as HTMLElement;
  const links = report.querySelectorAll('a');
  copy.querySelectorAll('a').forEach((link, index) => {
    link.setAttribute('href', links[index].href);
  });
  for (const element of [copy, ...copy.querySelectorAll('*')]) {
    element.removeAttribute('class');
    element.removeAttribute('style');
    element.removeAttribute('tabindex');
  }
  const html = document.implementation.createHTMLDocument(title);
  html.documentElement.lang = document.documentElement.lang || 'en';
  const meta = html.createElement('meta');
  meta.setAttribute('charset', 'utf-8');
  const style = html.createElement('style');
  style.textContent = STYLE;
  html.head.prepend(meta);
  html.head.append(style);
  html.body.append(html.importNode(copy, true));
  return `<!doctype html>\n${html.documentElement.outerHTML}\n`;
}
