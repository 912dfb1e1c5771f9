import { OtpInput } from 'mui-otp-input';
import { useState } from 'react';
import { mount, Panel } from '../../shared/panel.jsx';

function Page() {
  const [code, setCode] = useState('');
  return (
    <Panel code={code}>
      <OtpInput value={code} format="______" onChange={setCode} />
    </Panel>
  );
}

mount(<Page />);
