import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

const MENU = /^More that you can do with/;

/** Presses the button of an action on an environment, or chooses it from the menu of the rarer ones. */
export async function chooseAction(name: string): Promise<void> {
  const buttons = await screen.findAllByRole('button', {
    name: label => label === name || MENU.test(label),
  });
  const button = buttons.find(candidate => candidate.textContent === name);
  if (button) {
    await userEvent.click(button);
    return;
  }
  await userEvent.click(buttons[0]);
  await userEvent.click(await screen.findByRole('menuitem', { name }));
}
