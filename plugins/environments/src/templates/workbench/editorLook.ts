import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** In the colours of the portal's theme, light or dark. */
export const editorLook = [
  EditorView.theme({
    '&': {
      color: 'var(--bui-fg-primary)',
      backgroundColor: 'var(--bui-bg-neutral-1)',
      fontSize: 'var(--bui-font-size-2)',
    },
    '&.cm-focused': { outline: 'none' },
    '.cm-scroller': {
      fontFamily: 'var(--bui-font-monospace)',
      lineHeight: '1.5',
    },
    '.cm-content': { caretColor: 'var(--bui-fg-primary)' },
    '.cm-cursor': { borderLeftColor: 'var(--bui-fg-primary)' },
    '.cm-gutters': {
      color: 'color-mix(in srgb, var(--bui-fg-primary) 70%, transparent)',
      backgroundColor: 'var(--bui-bg-neutral-2)',
      borderRight: '1px solid var(--bui-border-1)',
    },
    '.cm-activeLine, .cm-activeLineGutter': {
      backgroundColor: 'color-mix(in srgb, var(--bui-fg-info) 8%, transparent)',
    },
    '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
      {
        backgroundColor:
          'color-mix(in srgb, var(--bui-fg-info) 28%, transparent)',
      },
    '.cm-tooltip, .cm-panels': {
      color: 'var(--bui-fg-primary)',
      backgroundColor: 'var(--bui-bg-neutral-2)',
      border: '1px solid var(--bui-border-2)',
    },
    '.cm-diagnostic': { fontFamily: 'var(--bui-font-regular)' },
  }),
  syntaxHighlighting(
    HighlightStyle.define([
      {
        tag: [tags.propertyName, tags.definition(tags.propertyName)],
        color: 'var(--bui-fg-info)',
      },
      {
        tag: [tags.string, tags.special(tags.string)],
        color: 'var(--bui-fg-success)',
      },
      {
        tag: [tags.lineComment, tags.comment],
        color: 'color-mix(in srgb, var(--bui-fg-primary) 70%, transparent)',
        fontStyle: 'italic',
      },
      { tag: [tags.keyword, tags.typeName], color: 'var(--bui-fg-warning)' },
    ]),
  ),
];
