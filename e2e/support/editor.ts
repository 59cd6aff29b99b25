import type { Page } from '@playwright/test';

/** Puts another text in the place of all that is in the editor, as by pasting. */
export async function writeTemplate(page: Page, text: string): Promise<void> {
  const editor = page.getByRole('textbox', { name: 'Template as YAML' });
  await editor.click();
  await page.keyboard.press('ControlOrMeta+a');
  await editor.evaluate((element, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    element.dispatchEvent(
      new ClipboardEvent('paste', {
        clipboardData,
        bubbles: true,
        cancelable: true,
      }),
    );
  }, text);
}
