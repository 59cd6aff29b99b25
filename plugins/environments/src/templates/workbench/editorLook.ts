import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** In the colours of the portal's theme, as the style sheet mixes them. */
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
      color: 'var(--editor-quiet)',
      backgroundColor: 'var(--bui-bg-neutral-2)',
      borderRight: '1px solid var(--bui-border-1)',
    },
    '.cm-activeLine, .cm-activeLineGutter': {
      backgroundColor: 'var(--editor-line)',
    },
    '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
      {
        backgroundColor: 'var(--editor-selection)',
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
        color: 'var(--editor-key)',
      },
      {
        tag: [tags.string, tags.special(tags.string)],
        color: 'var(--editor-string)',
      },
      {
        tag: [tags.lineComment, tags.comment],
        color: 'var(--editor-quiet)',
        fontStyle: 'italic',
      },
      {
        tag: [tags.keyword, tags.typeName],
        color: 'var(--editor-type)',
      },
    ]),
  ),
];
