import { type Editor, useEditorState } from '@tiptap/react'
import { Image, Palette, Underline } from 'lucide-react'
import { useRef } from 'react'
import { type SignatureColour, signatureColours } from '../../composer/signature-marks.ts'
import { BoldButton, ItalicButton, LinkButton, ListButton, StyleButton, ToolbarFrame } from '../../composer/toolbar.tsx'
import { t } from '../../labels/labels.ts'
import { IconButton } from '../../ui/button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import styles from './signature-toolbar.module.css'

type Props = { editor: Editor; onPicture: (file: File) => void }

/** What a signature can be made of: bold, italic, underline, link, picture, list, colour. */
export function SignatureToolbar({ editor, onPicture }: Props) {
  const picker = useRef<HTMLInputElement>(null)
  const isUnderlined = useEditorState({ editor, selector: ({ editor: now }) => now.isActive('underline') })
  return (
    <ToolbarFrame>
      <BoldButton editor={editor} isFirst />
      <ItalicButton editor={editor} />
      <StyleButton
        label={t('signature.underline')}
        icon={Underline}
        keys="Mod U"
        isOn={isUnderlined}
        onPress={() => editor.chain().focus().toggleMark('underline').run()}
      />
      <LinkButton editor={editor} />
      <IconButton
        data-tool
        label={t('signature.image')}
        icon={Image}
        iconSize={16}
        className={styles.tool}
        tabIndex={-1}
        onClick={() => picker.current?.click()}
      />
      <ListButton editor={editor} />
      <ColourMenu editor={editor} />
      <input
        ref={picker}
        type="file"
        hidden
        aria-label={t('signature.image')}
        accept="image/png,image/jpeg,image/gif,image/webp"
        onChange={(event) => {
          const [file] = event.target.files ?? []
          if (file) onPicture(file)
          event.target.value = ''
        }}
      />
    </ToolbarFrame>
  )
}

const names = Object.keys(signatureColours) as SignatureColour[]

function ColourMenu({ editor }: { editor: Editor }) {
  const now = useEditorState({
    editor,
    selector: ({ editor: one }) => String(one.getAttributes('colour').colour ?? ''),
  })
  const isNow = (colour: string) => now === colour || now === rgbOf(colour)
  return (
    <Menu
      label={t('signature.colour')}
      side="top"
      trigger={(props) => (
        <IconButton
          {...props}
          data-tool
          label={t('signature.colour')}
          icon={Palette}
          iconSize={16}
          className={styles.tool}
          tabIndex={-1}
          onPointerDown={(event) => event.preventDefault()}
        />
      )}
    >
      <MenuItem isChecked={now === ''} onSelect={() => editor.chain().focus().unsetMark('colour').run()}>
        {t('signature.colour.none')}
      </MenuItem>
      {names.map((name) => (
        <MenuItem
          key={name}
          isChecked={isNow(signatureColours[name])}
          hint={<span className={styles.swatch} style={{ background: signatureColours[name] }} />}
          onSelect={() => editor.chain().focus().setMark('colour', { colour: signatureColours[name] }).run()}
        >
          {t(`signature.colour.${name}`)}
        </MenuItem>
      ))}
    </Menu>
  )
}

/** As the browser writes a colour that it was given in hexadecimal. */
function rgbOf(hex: string): string {
  const parts = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))
  return `rgb(${parts.join(', ')})`
}
