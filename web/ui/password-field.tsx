import { Eye, EyeOff } from 'lucide-react'
import { type ComponentProps, useState } from 'react'
import { t } from '../labels/labels.ts'
import { IconButton } from './button.tsx'
import { TextField } from './text-field.tsx'

/** A password that can be shown. The button's name leaves out the word, so that "Password" names one thing only. */
export function PasswordField(props: ComponentProps<typeof TextField>) {
  const [isShown, setShown] = useState(false)
  return (
    <TextField
      {...props}
      type={isShown ? 'text' : 'password'}
      autoCapitalize="none"
      spellCheck={false}
      suffix={
        <IconButton
          label={t(isShown ? 'signIn.hidePassword' : 'signIn.showPassword')}
          icon={isShown ? EyeOff : Eye}
          size="sm"
          onClick={() => setShown(!isShown)}
        />
      }
    />
  )
}
