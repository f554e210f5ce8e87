import { Braces, ChevronDown } from 'lucide-react'
import { type SignatureToken, signatureTokens } from '../../../shared/signature.ts'
import { t } from '../../labels/labels.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'

/** *Insert token*: what the signature says of whoever sends. */
export function InsertToken({ onInsert }: { onInsert: (token: SignatureToken) => void }) {
  return (
    <Menu
      label={t('signature.insertToken')}
      align="end"
      trigger={(props) => (
        <Button {...props} variant="ghost" icon={Braces}>
          {t('signature.insertToken')}
          <ChevronDown size={14} aria-hidden />
        </Button>
      )}
    >
      {signatureTokens.map((token) => (
        <MenuItem key={token} onSelect={() => onInsert(token)}>
          {t(`signature.${token}`)}
        </MenuItem>
      ))}
    </Menu>
  )
}
