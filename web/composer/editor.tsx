import { Placeholder } from '@tiptap/extension-placeholder'
import { type AnyExtension, type Editor, EditorContent, useEditor } from '@tiptap/react'
import { StarterKit } from '@tiptap/starter-kit'
import { useEffect } from 'react'
import type { Content } from './draft.ts'
import styles from './editor.module.css'
import { plainTextOf } from './plain-text.ts'

type DraftEditorOptions = {
  /** The accessible name of the text box. */
  label: string
  hint: string
  html: string
  revision: number
  isEditable: boolean
  /** what this text may hold beyond the words of a message */
  extensions?: readonly AnyExtension[]
  onChange: (words: Pick<Content, 'html' | 'text'>) => void
}

/** The editor of a draft: bold, italic, link, lists and quote, and nothing that mail programs show differently. */
export function useDraftEditor({
  label,
  hint,
  html,
  revision,
  isEditable,
  extensions = [],
  onChange,
}: DraftEditorOptions): Editor {
  const editor = useEditor({
    extensions: [
      StarterKit.configure({
        heading: false,
        code: false,
        codeBlock: false,
        horizontalRule: false,
        strike: false,
        underline: false,
        trailingNode: false,
        link: { openOnClick: false, defaultProtocol: 'https', protocols: ['mailto', 'tel'] },
      }),
      Placeholder.configure({ placeholder: hint }),
      ...extensions,
    ],
    content: html,
    // Its own style element would break the page's CSP; editor.module.css has what it needs.
    injectCSS: false,
    shouldRerenderOnTransaction: false,
    editorProps: {
      attributes: {
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': label,
        class: styles.text ?? '',
        enterkeyhint: 'enter',
      },
    },
    onUpdate: ({ editor: updated }) => onChange(wordsOf(updated)),
  })

  useEffect(() => {
    if (editor.isEditable !== isEditable) editor.setEditable(isEditable, false)
  }, [editor, isEditable])
  // Words that came from elsewhere (another window, a sent draft); while the person types the editor is the source.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision alone makes it take over `html`
  useEffect(() => {
    if (revision > 0 && editor.getHTML() !== html) editor.commands.setContent(html, { emitUpdate: false })
  }, [editor, revision])
  return editor
}

/** The words as they are sent. An editor without words says `<p></p>`; that is no HTML to send. */
export function wordsOf(editor: Editor): Pick<Content, 'html' | 'text'> {
  const text = plainTextOf(editor.getJSON())
  return { html: editor.isEmpty ? '' : editor.getHTML(), text }
}

export function EditorArea({ editor, isResting }: { editor: Editor; isResting: boolean }) {
  return <EditorContent editor={editor} className={styles.area} data-resting={isResting || undefined} />
}
