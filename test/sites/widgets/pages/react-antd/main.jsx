import Input from 'antd/es/input';
import { useState } from 'react';
import { mount, Panel } from '../../shared/panel.jsx';

function Page() {
  const [code, setCode] = useState('');
  return (
    <Panel code={code}>
      <Input.OTP length={6} onChange={setCode} />
    </Panel>
  );
}

mount(<Page />);
