import * as OneTimePasswordField from '@radix-ui/react-one-time-password-field';
import { useState } from 'react';
import { mount, Panel } from '../../shared/panel.jsx';

function Page() {
  const [code, setCode] = useState('');
  return (
    <Panel code={code}>
      <OneTimePasswordField.Root value={code} onValueChange={setCode} aria-labelledby="label">
        {Array.from({ length: 6 }, (_, index) => (
          <OneTimePasswordField.Input key={index} />
        ))}
        <OneTimePasswordField.HiddenInput />
      </OneTimePasswordField.Root>
    </Panel>
  );
}

mount(<Page />);
