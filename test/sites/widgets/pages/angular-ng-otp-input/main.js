import { mount } from '../../shared/angular.js';
import { FormControl, Validators } from '@angular/forms';
import { NgOtpInputComponent } from 'ng-otp-input';

mount({
  widget: '<ng-otp-input [formControl]="code" [config]="{ length: 6 }"></ng-otp-input>',
  code: new FormControl('', [Validators.required, Validators.pattern(/^\d{6}$/)]),
  imports: [NgOtpInputComponent],
});
