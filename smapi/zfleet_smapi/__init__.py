# SPDX-License-Identifier: Apache-2.0
"""How to talk to z/VM's systems management API (SMAPI), in both directions; standard library only.

A caller:

    from zfleet_smapi.calls import ImageQueryDM
    from zfleet_smapi.client import Credentials, SmapiClient
    from zfleet_smapi.tcp import tcp_connect

    async with SmapiClient(tcp_connect("zvm.example.com", 44444), Credentials("MAINT", password)) as smapi:
        reply = await smapi.call(ImageQueryDM(target="LINUX01"))
        print("\\n".join(reply.image_record_array))

A server, for one connection (`stream`), gives every request to a handler by its function:

    conversation = ServerConversation()
    while data := await stream.read(65536):
        for event in conversation.receive_data(data):
            match event:
                case RequestReceived(request):
                    await stream.write(conversation.accept(next_id))
                    cls = function_named(request.function)        # None: answer 900/12
                    try:
                        call = decode_request(cls, request)
                    except WireError as error:                    # 24/(100 x position + breach), 8/300x, 900/20
                        answer = conversation.fail(error.return_code, error.reason_code, error.error_texts, cls)
                    else:
                        answer = conversation.answer(call, handle(call))
                case RequestMalformed(return_code, reason_code):
                    ...
            await stream.write(answer)

`calls` has one class per function, `layout.layout` tells everything about such a class, `codes` explains return and
reason codes, `values` checks user ids, device numbers and the like.
"""
