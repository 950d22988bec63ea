filedesc://a.arc 0.0.0.0 20260312063000 text/plain 5
1 0 x

https://a.example/1 1.2.3.4 20260312063000 text/html 15
<p>Rebels fled.
