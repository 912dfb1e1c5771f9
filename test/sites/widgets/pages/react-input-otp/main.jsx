import { OTPInput } from 'input-otp';
import { useState } from 'react';
import { mount, Panel } from '../../shared/panel.jsx';

function Page() {
  const [code, setCode] = useState('');
  return (
    <Panel code={code}>
      <OTPInput
        maxLength={6}
        value={code}
        onChange={setCode}
        render={({ slots }) => (
          <div style={{ display: 'flex' }}>
            {slots.map((slot, index) => (
              <div key={index} style={{ width: '2rem', height: '2rem', border: '1px solid gray' }}>
                {slot.char ?? slot.placeholderChar}
              </div>
            ))}
          </div>
        )}
      />
    </Panel>
  );
}

mount(<Page />);
