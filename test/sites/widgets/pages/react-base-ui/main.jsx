import { OTPField } from '@base-ui/react/otp-field';
import { useState } from 'react';
import { mount, Panel } from '../../shared/panel.jsx';

function Page() {
  const [code, setCode] = useState('');
  return (
    <Panel code={code}>
      <OTPField.Root length={6} value={code} onValueChange={setCode} aria-labelledby="label">
        {Array.from({ length: 6 }, (_, index) => (
          <OTPField.Input key={index} aria-label={`Character ${index + 1} of 6`} />
        ))}
      </OTPField.Root>
    </Panel>
  );
}

mount(<Page />);
