import { Composer } from 'yaml';
import { readSource } from './readSource';

describe('places in a file of many documents', () => {
  it('are found by reading the file once more, however many are asked for', () => {
    const text = Array.from(
      { length: 100 },
      (_, index) => `name: document-${index}`,
    ).join('\n---\n');
    const { documents } = readSource(text);
    const composing = jest.spyOn(Composer.prototype, 'end');
    const places = documents.map(one => one.locate('/name'));
    expect(composing).toHaveBeenCalledTimes(1);
    expect(places[0]).toEqual({ line: 1, column: 7 });
    expect(places[99]).toEqual({ line: 199, column: 7 });
    composing.mockRestore();
  });
});
